package deploy

// EngineVersion returns the version of the engine that is installed where none
// is found.
func EngineVersion() string { return engineVersion.String() }

// PluginVersion returns the version of the AWS plugin that stacks are deployed
// with.
func PluginVersion() string { return pluginVersion }

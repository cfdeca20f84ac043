package deploy

import (
	"os"
	"path/filepath"
)

// privateHome makes a home for one run of the engine inside dir and returns the
// variables that lead there. It shows the engine everything that is in the
// user's own home (plugins, default organisation, policies) but takes the logs
// and the notes on working folders, which the engine writes on every run and
// which hold, encrypted or not, what went through it: they go with dir.
//
// Where links cannot be made the user's home is used as it is.
func privateHome(dir, home string) []string {
	credentials := os.Getenv("PULUMI_CREDENTIALS_PATH")
	if credentials == "" {
		credentials = home
	}
	private := filepath.Join(dir, "home")
	if err := linkHome(private, home); err != nil {
		private = home
	}
	env := []string{"PULUMI_HOME=" + private}
	// A login is read, and refreshed, where it is.
	if _, err := os.Stat(filepath.Join(credentials, "credentials.json")); err == nil {
		env = append(env, "PULUMI_CREDENTIALS_PATH="+credentials)
	}
	return env
}

func linkHome(private, home string) error {
	if err := os.Mkdir(private, 0o700); err != nil {
		return err
	}
	entries, err := os.ReadDir(home)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	for _, entry := range entries {
		switch entry.Name() {
		case "logs", "workspaces", "credentials.json":
			continue
		}
		if err := os.Symlink(filepath.Join(home, entry.Name()), filepath.Join(private, entry.Name())); err != nil {
			return err
		}
	}
	return nil
}

// Command plugin is the stand-in for the released pulumi-resource-aws on
// machines that cannot download it. It is a test part and never shipped.
//
// The real resource logic is the Terraform AWS provider's. Pulumi's dynamic
// bridge runs that provider, but knows less than pulumi-aws does: it has its
// own type tokens, its own names for some properties, and lists where
// pulumi-aws has a single object. This program sits between the engine and the
// bridge and translates, both ways, by one table (kinds.go):
//
//	engine <-gRPC-> this program <-gRPC-> dynamic bridge <-gRPC-> Terraform AWS provider
//
// What it owns: the processes below it and the translation. What it must not
// know: anything about AWS, or about the specs that the compiler reads.
// A test compares the table with pulumi-aws's Go SDK and with the bridge's
// schema, so that neither can move away from it unnoticed.
package main

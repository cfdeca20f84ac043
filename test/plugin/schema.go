package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/encoding/protowire"
)

// schemaMethod tells a provider's whole schema: some 5 MB for AWS.
const schemaMethod = "/tfplugin5.Provider/GetSchema"

// The fields of its response that are maps by type name.
const (
	resourceSchemas  = 2
	dataSchemas      = 3
	functionSchemas  = 7
	ephemeralSchemas = 8
)

// schemaCache keeps the part of a provider's schema that is about some types in
// a file beside this program.
type schemaCache struct {
	names []string
	file  string // empty where there is no place for one
}

// newSchemaCache names the file after all that decides what is in it.
func newSchemaCache(program string, names []string) schemaCache {
	c := schemaCache{names: names}
	self, err := executable()
	if err != nil {
		return c
	}
	info, err := os.Stat(program)
	if err != nil {
		return c
	}
	key := sha256.Sum256(fmt.Append(nil, program, info.Size(), info.ModTime(), names))
	c.file = filepath.Join(filepath.Dir(self), fmt.Sprintf("schema-%x.pb", key[:8]))
	return c
}

// serve answers with the schema from the file, or with the provider's.
func (c schemaCache) serve(conn *grpc.ClientConn, server grpc.ServerStream) error {
	if known, err := os.ReadFile(c.file); err == nil {
		return server.SendMsg(&known)
	}
	whole, err := invoke(server.Context(), conn, schemaMethod)
	if err != nil {
		return err
	}
	part, err := c.pick(whole)
	if err != nil {
		return err
	}
	c.save(part)
	return server.SendMsg(&part)
}

// save writes the file in one step, because other instances may be reading it.
// Where that fails, the next one asks the provider again.
func (c schemaCache) save(part []byte) {
	if c.file == "" {
		return
	}
	temporary := fmt.Sprintf("%s.%d", c.file, os.Getpid())
	if os.WriteFile(temporary, part, 0o644) == nil {
		_ = os.Rename(temporary, c.file)
	}
}

// pick leaves out the schemas of all other types. It reads the message's outer
// layer only, and so needs no generated code.
func (c schemaCache) pick(message []byte) (picked []byte, err error) {
	for len(message) > 0 {
		number, kind, tag := protowire.ConsumeTag(message)
		if tag < 0 {
			return nil, protowire.ParseError(tag)
		}
		size := protowire.ConsumeFieldValue(number, kind, message[tag:])
		if size < 0 {
			return nil, protowire.ParseError(size)
		}
		field := message[:tag+size]
		message = message[tag+size:]
		switch number {
		case resourceSchemas, dataSchemas, functionSchemas, ephemeralSchemas:
			if !slices.Contains(c.names, mapKey(field[tag:])) {
				continue
			}
		}
		picked = append(picked, field...)
	}
	return picked, nil
}

// mapKey returns the key of a map's entry: its first field.
func mapKey(entry []byte) string {
	content, n := protowire.ConsumeBytes(entry)
	if n < 0 {
		return ""
	}
	_, _, tag := protowire.ConsumeTag(content)
	if tag < 0 {
		return ""
	}
	key, _ := protowire.ConsumeBytes(content[tag:])
	return strings.Clone(string(key))
}

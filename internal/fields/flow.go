package fields

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// plainText needs no quotes anywhere in YAML, in brackets neither. A colon
// needs them where a space or the end follows.
var plainText = regexp.MustCompile(`^[A-Za-z/]([A-Za-z0-9_./@+=*-]|:[A-Za-z0-9_./@+=*-])*( ([A-Za-z0-9_./@+=*-]|:[A-Za-z0-9_./@+=*-])+)*$|^[1-9][0-9]*[smhd]$`)

var yamlWords = []string{"true", "false", "null", "yes", "no", "on", "off", "y", "n"}

// flow writes a value as YAML on one line.
func flow(value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case bool:
		return strconv.FormatBool(v)
	case json.Number:
		return v.String()
	case string:
		return scalar(v)
	case []any:
		items := make([]string, len(v))
		for i, item := range v {
			items[i] = flow(item)
		}
		return "[" + strings.Join(items, ", ") + "]"
	case *object:
		entries := make([]string, len(v.keys))
		for i, key := range v.keys {
			entries[i] = scalar(key) + ": " + flow(v.values[key])
		}
		return "{" + strings.Join(entries, ", ") + "}"
	}
	return ""
}

func scalar(s string) string {
	if plainText.MatchString(s) && !slices.Contains(yamlWords, strings.ToLower(s)) {
		return s
	}
	return strconv.Quote(s)
}

package cli

import (
	"bytes"
	"testing"

	"github.com/mlauth/mlauth-compile/internal/deploy"
)

var someOutputs = deploy.Outputs{
	"issuer":         {Value: "https://issuer"},
	"clients":        {Value: map[string]any{"console": "1a2b"}},
	"names":          {Value: []any{"a", "b"}},
	"client_secrets": {Value: map[string]any{"console": "it's secret"}, Secret: true},
}

func TestOutputsAsTableJSONAndEnvironment(t *testing.T) {
	for name, c := range map[string]struct {
		options outputsOptions
		want    string
	}{
		"table": {outputsOptions{}, "client_secrets.console  [secret]\nclients.console         1a2b\nissuer                  https://issuer\nnames                   a b\n"},
		"env":   {outputsOptions{asEnv: true}, "CLIENTS_CONSOLE='1a2b'\nISSUER='https://issuer'\nNAMES='a b'\n"},
		"env with secrets": {outputsOptions{asEnv: true, showSecrets: true},
			"CLIENT_SECRETS_CONSOLE='it'\\''s secret'\nCLIENTS_CONSOLE='1a2b'\nISSUER='https://issuer'\nNAMES='a b'\n"},
		"json": {outputsOptions{asJSON: true}, `{
  "client_secrets": {
    "console": "[secret]"
  },
  "clients": {
    "console": "1a2b"
  },
  "issuer": "https://issuer",
  "names": [
    "a",
    "b"
  ]
}
`},
	} {
		var out bytes.Buffer
		if err := writeOutputs(&out, someOutputs, c.options); err != nil || out.String() != c.want {
			t.Errorf("%s (%v): got\n%s\nwant\n%s", name, err, out.String(), c.want)
		}
	}
}

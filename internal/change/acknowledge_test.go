package change

import "testing"

func TestAcknowledged(t *testing.T) {
	const today = "2026-11-24"
	pool := Effect{Class: LosesUsers, Change: Replaces, Resource: "userPool", ID: "us-east-1_A"}
	child := Effect{Class: BreaksCallers, Change: Replaces, Resource: "clients.console", Within: "userPool", ID: "us-east-1_A"}
	client := Effect{Class: BreaksCallers, Change: Deletes, Resource: "clients.console"}
	passkeys := Effect{Class: LosesUsers, Change: NewIdentities, Resource: "userPool"}
	ephemeral := Effect{Class: LosesUsers, Change: Ephemeral, Resource: "lifecycle"}
	wider := Effect{Class: WidensAccess, Resource: "clients.console"}
	for _, c := range []struct {
		name   string
		effect Effect
		entry  Acknowledgement
		want   bool
	}{
		{"pool", pool, Acknowledgement{Change: "replace", Resource: "userPool", ID: "us-east-1_A", Until: today}, true},
		{"day after", pool, Acknowledgement{Change: "replace", Resource: "userPool", ID: "us-east-1_A", Until: "2026-11-23"}, false},
		{"no day", pool, Acknowledgement{Change: "replace", Resource: "userPool", ID: "us-east-1_A"}, false},
		{"another pool", pool, Acknowledgement{Change: "replace", Resource: "userPool", ID: "us-east-1_B", Until: today}, false},
		{"no id", pool, Acknowledgement{Change: "replace", Resource: "userPool", Until: today}, false},
		{"another change", pool, Acknowledgement{Change: "delete", Resource: "userPool", ID: "us-east-1_A", Until: today}, false},
		{"everything is no pool", pool, Acknowledgement{Change: "replace", Resource: "*", ID: "us-east-1_A", Until: today}, false},
		{"child by its pool", child, Acknowledgement{Change: "replace", Resource: "userPool", ID: "us-east-1_A", Until: today}, true},
		{"child by another pool", child, Acknowledgement{Change: "replace", Resource: "userPool", ID: "us-east-1_B", Until: today}, false},
		{"child without its pool", child, Acknowledgement{Change: "replace", Resource: "*", Until: today}, false},
		{"client", client, Acknowledgement{Change: "delete", Resource: "clients.console", Until: today}, true},
		{"another client", client, Acknowledgement{Change: "delete", Resource: "clients.portal", Until: today}, false},
		{"everything", client, Acknowledgement{Change: "delete", Resource: "*", Until: today}, true},
		{"everything of another change", client, Acknowledgement{Change: "replace", Resource: "*", Until: today}, false},
		{"a pool that stays", client, Acknowledgement{Change: "delete", Resource: "userPool", ID: "us-east-1_A", Until: today}, false},
		{"passkeys", passkeys, Acknowledgement{Change: "identity", Resource: "userPool", Until: today}, true},
		{"passkeys among everything", passkeys, Acknowledgement{Change: "identity", Resource: "*", Until: today}, false},
		{"ephemeral", ephemeral, Acknowledgement{Change: "ephemeral", Resource: "lifecycle", Until: today}, true},
		{"what needs none", wider, Acknowledgement{Resource: "clients.console", Until: today}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Acknowledged(c.effect, []Acknowledgement{c.entry}, today); got != c.want {
				t.Errorf("acknowledged: %v, want %v", got, c.want)
			}
		})
	}
	unseen := pool
	unseen.ID = ""
	entry := Acknowledgement{Change: "replace", Resource: "userPool", ID: "us-east-1_A", Until: today}
	if Acknowledged(unseen, []Acknowledgement{entry}, today) || !AcknowledgedUnseen(unseen, []Acknowledgement{entry}, today) {
		t.Error("an unknown id is taken for the entry's only by who cannot know it")
	}
}

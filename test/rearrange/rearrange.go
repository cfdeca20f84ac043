// Package rearrange makes other texts of a spec that mean the same: in another
// order, and divided between the spec and a fragment that it extends. Tests use
// them to show that neither makes a difference.
package rearrange

import (
	"math/rand/v2"
	"slices"

	"gopkg.in/yaml.v3"
)

// ordered are the lists whose order means something; the others are sets.
var ordered = []string{"recovery", "rules", "extends"}

// Shuffled is a text with its maps, and the lists that AWS treats as sets, in
// another order.
func Shuffled(text []byte, seed uint64) ([]byte, error) {
	var tree yaml.Node
	if err := yaml.Unmarshal(text, &tree); err != nil {
		return nil, err
	}
	shuffle(rand.New(rand.NewPCG(seed, 0)), &tree, "")
	return yaml.Marshal(&tree)
}

func shuffle(r *rand.Rand, n *yaml.Node, key string) {
	switch n.Kind {
	case yaml.MappingNode:
		if !anchored(n) { // an alias has to stay behind its anchor
			pairs := slices.Collect(slices.Chunk(n.Content, 2))
			r.Shuffle(len(pairs), func(i, j int) { pairs[i], pairs[j] = pairs[j], pairs[i] })
			n.Content = slices.Concat(pairs...)
		}
		for i := 0; i < len(n.Content); i += 2 {
			shuffle(r, n.Content[i+1], n.Content[i].Value)
		}
	case yaml.SequenceNode:
		if !slices.Contains(ordered, key) {
			r.Shuffle(len(n.Content), func(i, j int) { n.Content[i], n.Content[j] = n.Content[j], n.Content[i] })
		}
		fallthrough
	default:
		for _, child := range n.Content {
			shuffle(r, child, "")
		}
	}
}

func anchored(n *yaml.Node) bool {
	return n.Anchor != "" || slices.ContainsFunc(n.Content, anchored)
}

// FragmentFile is where what Divided takes out of a spec goes, beside the spec.
const FragmentFile = "moved.yaml"

// Divided is a spec that says nothing but its name, and the fragment that says
// all else.
func Divided(text []byte) (rest, fragment []byte, err error) {
	var tree yaml.Node
	if err := yaml.Unmarshal(text, &tree); err != nil {
		return nil, nil, err
	}
	stays := mapping("apiVersion", "mlauth/v1", "kind", "AuthStack")
	moves := mapping("apiVersion", "mlauth/v1", "kind", "AuthFragment")
	extends := &yaml.Node{Kind: yaml.SequenceNode}
	for pair := range slices.Chunk(tree.Content[0].Content, 2) {
		switch key, value := pair[0], pair[1]; key.Value {
		case "apiVersion", "kind":
		case "extends":
			extends.Content = []*yaml.Node{value}
			if value.Kind == yaml.SequenceNode {
				extends.Content = value.Content
			}
		case "metadata":
			name, others := named(value)
			stays.Content = append(stays.Content, key, name)
			moves.Content = append(moves.Content, key, others)
		default:
			moves.Content = append(moves.Content, key, value)
		}
	}
	extends.Content = append(extends.Content, scalar(FragmentFile)) // the last wins
	stays.Content = append(stays.Content, scalar("extends"), extends)
	if rest, err = yaml.Marshal(stays); err == nil {
		fragment, err = yaml.Marshal(moves)
	}
	return rest, fragment, err
}

// named divides metadata into the name, which no fragment has, and the others.
func named(metadata *yaml.Node) (name, others *yaml.Node) {
	name, others = mapping(), mapping()
	for pair := range slices.Chunk(metadata.Content, 2) {
		into := others
		if pair[0].Value == "name" {
			into = name
		}
		into.Content = append(into.Content, pair...)
	}
	return name, others
}

func mapping(texts ...string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for _, text := range texts {
		n.Content = append(n.Content, scalar(text))
	}
	return n
}

func scalar(text string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: text} }

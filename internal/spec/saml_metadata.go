package spec

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// OutsideRepository is the problem of a metadata file that is none of the
// repository's.
const OutsideRepository = "is outside of the repository"

// SAMLMetadata says where a SAML provider's metadata is; one of URL and File is
// set.
type SAMLMetadata struct {
	Node *Node
	URL  string `yaml:"url"`
	File string `yaml:"file"`

	Document string // what the file holds, after ReadFiles
	Problem  string // why it holds nothing of use; "" when all is well
}

// Read returns the content of a file of the repository, by its path from the
// root, with slashes.
type Read func(name string) ([]byte, error)

// ReadFiles reads the files that the spec names and that are part of what it
// says. Compile knows nothing but the text of the spec; whoever has files calls
// this after it.
func (s *Spec) ReadFiles(read Read) {
	for name, p := range s.IdentityProviders {
		if p.Metadata.File != "" {
			p.Metadata.read(read)
			s.IdentityProviders[name] = p
		}
	}
}

// FileNames are the files that ReadFiles reads, by name, sorted.
func (s *Spec) FileNames() []string {
	var names []string
	for _, p := range s.IdentityProviders {
		if p.Metadata.File != "" {
			names = append(names, p.Metadata.fileName())
		}
	}
	slices.Sort(names)
	return names
}

// fileName is relative to the file that says so.
func (m *SAMLMetadata) fileName() string {
	return path.Join(path.Dir(m.Node.Get("file").Range().File), m.File)
}

func (m *SAMLMetadata) read(read Read) {
	name := m.fileName()
	if path.IsAbs(m.File) || name == ".." || strings.HasPrefix(name, "../") {
		m.Problem = OutsideRepository
		return
	}
	data, err := read(name)
	if err != nil {
		m.Problem = readProblem(err)
		return
	}
	m.Problem = samlProblem(data)
	m.Document = string(data)
}

// maxMetadata is what Cognito takes as one provider detail.
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateIdentityProvider.html
const maxMetadata = 131072

const samlNamespace = "urn:oasis:names:tc:SAML:2.0:metadata"

// samlEntity is what a sign-in needs of an entity's metadata.
// https://docs.oasis-open.org/security/saml/v2.0/saml-metadata-2.0-os.pdf
type samlEntity struct {
	ID        string `xml:"entityID,attr"`
	Providers []struct {
		SignOn []struct {
			Location string `xml:"Location,attr"`
		} `xml:"urn:oasis:names:tc:SAML:2.0:metadata SingleSignOnService"`
	} `xml:"urn:oasis:names:tc:SAML:2.0:metadata IDPSSODescriptor"`
}

// samlProblem says why a text is no metadata of a SAML identity provider.
func samlProblem(data []byte) string {
	if len(data) > maxMetadata {
		return fmt.Sprintf("has more than %d bytes, the most that Cognito takes", maxMetadata)
	}
	decoder := xml.NewDecoder(bytes.NewReader(data))
	start, problem := rootElement(decoder)
	if problem != "" {
		return problem
	}
	if start.Name != (xml.Name{Space: samlNamespace, Local: "EntityDescriptor"}) {
		return "is no SAML 2.0 metadata: its root is " + start.Name.Local + ", not an EntityDescriptor"
	}
	var entity samlEntity
	if err := decoder.DecodeElement(&entity, &start); err != nil {
		return "is no XML: " + xmlProblem(err)
	}
	switch {
	case entity.ID == "":
		return "is no SAML 2.0 metadata: the EntityDescriptor has no entityID"
	case len(entity.Providers) == 0:
		return "describes no identity provider: it has no IDPSSODescriptor"
	case len(entity.Providers[0].SignOn) == 0:
		return "says nowhere to sign in: it has no SingleSignOnService"
	}
	return ""
}

func rootElement(decoder *xml.Decoder) (xml.StartElement, string) {
	for {
		token, err := decoder.Token()
		switch {
		case errors.Is(err, io.EOF):
			return xml.StartElement{}, "holds no XML"
		case err != nil:
			return xml.StartElement{}, "is no XML: " + xmlProblem(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			return t, ""
		case xml.Directive:
			return xml.StartElement{}, "has a document type, which SAML metadata must not have"
		}
	}
}

func xmlProblem(err error) string {
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Sprintf("line %d: %s", syntax.Line, syntax.Msg)
	}
	return err.Error()
}

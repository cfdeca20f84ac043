package change

import "testing"

func TestGained(t *testing.T) {
	const head = `{"Version":"2012-10-17","Statement":`
	trust := func(conditions string) string {
		return head + `[{"Effect":"Allow","Principal":{"Federated":"arn:p"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":` + conditions + `}]}`
	}
	allow := func(actions, resources string) string {
		return head + `[{"Effect":"Allow","Action":` + actions + `,"Resource":` + resources + `}]}`
	}
	for _, c := range []struct {
		name, before, after string
		want                int
	}{
		{"nothing", allow(`"s3:GetObject"`, `"arn:a"`), allow(`"s3:GetObject"`, `"arn:a"`), 0},
		{"another order", allow(`["s3:GetObject","s3:PutObject"]`, `["arn:a","arn:b"]`), allow(`["s3:putobject","s3:GetObject"]`, `["arn:b","arn:a"]`), 0},
		{"an action", allow(`"s3:GetObject"`, `"arn:a"`), allow(`["s3:GetObject","s3:PutObject"]`, `"arn:a"`), 1},
		{"a resource", allow(`"s3:GetObject"`, `"arn:a/x/*"`), allow(`"s3:GetObject"`, `"arn:a/*"`), 1},
		{"within a wildcard", allow(`"s3:Get*"`, `"arn:a/*"`), allow(`"s3:GetObject"`, `"arn:a/x/*"`), 0},
		{"a wildcard is not one character", allow(`"s3:GetObject"`, `"arn:a/?"`), allow(`"s3:GetObject"`, `"arn:a/*"`), 1},
		{"split", allow(`["s3:GetObject","s3:PutObject"]`, `"arn:a"`),
			head + `[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:a"},{"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:a"}]}`, 0},
		{"everything but", allow(`"s3:*"`, `"*"`), head + `{"Effect":"Allow","NotAction":"s3:*","Resource":"*"}}`, 1},
		{"a denial gone", head + `[{"Effect":"Deny","Action":"s3:*","Resource":"*"}]}`, head + `[]}`, 1},
		{"a denial narrowed", head + `[{"Effect":"Deny","Action":"s3:*","Resource":"*"}]}`, head + `[{"Effect":"Deny","Action":"s3:Put*","Resource":"*"}]}`, 1},
		{"a denial widened", head + `[{"Effect":"Deny","Action":"s3:Put*","Resource":"*"}]}`, head + `[{"Effect":"Deny","Action":"s3:*","Resource":"*"}]}`, 0},

		{"subject", trust(`{"StringEquals":{"i:aud":"sts","i:sub":"a"}}`), trust(`{"StringEquals":{"i:aud":"sts","i:sub":["a","b"]}}`), 1},
		{"subject taken away", trust(`{"StringEquals":{"i:aud":"sts","i:sub":["a","b"]}}`), trust(`{"StringEquals":{"i:aud":"sts","i:sub":"b"}}`), 0},
		{"audience", trust(`{"StringEquals":{"i:aud":"sts","i:sub":"a"}}`), trust(`{"StringEquals":{"i:aud":["sts","other"],"i:sub":"a"}}`), 1},
		{"narrowed to one", trust(`{"StringLike":{"i:sub":"repo:a/*"}}`), trust(`{"StringEquals":{"i:sub":"repo:a/b"}}`), 0},
		{"a pattern is not its text", trust(`{"StringEquals":{"i:sub":"repo:a/*"}}`), trust(`{"StringLike":{"i:sub":"repo:a/*"}}`), 1},
		{"condition gone", trust(`{"StringEquals":{"i:aud":"sts","i:sub":"a"}}`), trust(`{"StringEquals":{"i:aud":"sts"}}`), 1},
		{"condition added", trust(`{"StringEquals":{"i:aud":"sts"}}`), trust(`{"StringEquals":{"i:aud":"sts","i:sub":"a"}}`), 0},
		{"absent claims let in", trust(`{"StringEquals":{"i:sub":"a"}}`), trust(`{"StringEqualsIfExists":{"i:sub":"a"}}`), 1},
		{"all of none is all", trust(`{"ForAnyValue:StringLike":{"i:amr":"a"}}`), trust(`{"ForAllValues:StringLike":{"i:amr":"a"}}`), 1},
		{"fewer kept out", trust(`{"StringNotEquals":{"i:sub":["a","b"]}}`), trust(`{"StringNotEquals":{"i:sub":"a"}}`), 1},
		{"more kept out", trust(`{"StringNotEquals":{"i:sub":"a"}}`), trust(`{"StringNotEquals":{"i:sub":["a","b"]}}`), 0},
		{"network", trust(`{"IpAddress":{"aws:SourceIp":"10.0.0.0/16"}}`), trust(`{"IpAddress":{"aws:SourceIp":["10.0.1.0/24","10.0.2.1"]}}`), 0},
		{"wider network", trust(`{"IpAddress":{"aws:SourceIp":"10.0.0.0/16"}}`), trust(`{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}`), 1},
		{"number", trust(`{"NumericLessThan":{"k":"10"}}`), trust(`{"NumericLessThan":{"k":"20"}}`), 1},
		{"anybody", trust(`{}`), head + `[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRoleWithWebIdentity"}]}`, 1},
		{"another principal", trust(`{}`), head + `[{"Effect":"Allow","Principal":{"AWS":"arn:q"},"Action":"sts:AssumeRoleWithWebIdentity"}]}`, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			was, okWas := parseDocument(c.before)
			is, okIs := parseDocument(c.after)
			if !okWas || !okIs {
				t.Fatal("a document of the test is none")
			}
			if got := gained(was, is); len(got) != c.want {
				t.Errorf("gained %d: %v, want %d", len(got), got, c.want)
			}
		})
	}
	if _, ok := parseDocument(""); ok {
		t.Error("what is not known is read as a document")
	}
}

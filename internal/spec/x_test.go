package spec
import ("testing";"os";"github.com/mlauth/mlauth-compile/internal/diag")
func TestX(t *testing.T){
 f:=os.Getenv("XFILE"); b,_:=os.ReadFile(f)
 _,l:=Compile(f,b)
 l.Sort()
 diag.WriteText(os.Stdout,l,diag.Sources{f:Redact(f,b)},false)
}

package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/change"
	"github.com/mlauth/mlauth-compile/internal/deploy"
	"github.com/mlauth/mlauth-compile/internal/review"
)

// progress shows a stack's events: on a terminal a line for what is done and
// one, redrawn, for what is going on; elsewhere plain lines.
type progress struct {
	streams Streams
	running []string // resources at work, in the order they began
	drawn   bool     // the redrawn line is on the screen
}

func newProgress(s Streams) *progress { return &progress{streams: s} }

// progress says that something slow goes on before any stack, such as a
// download.
func (s Streams) progress(message string) { fmt.Fprintln(s.Err, message) }

var phases = map[deploy.Phase]string{
	deploy.PhaseCheck:   "checking credentials",
	deploy.PhasePreview: "planning",
	deploy.PhaseLift:    "lifting the protection of what is acknowledged",
	deploy.PhaseDrift:   "reading what AWS has",
	deploy.PhaseUpdate:  "deploying",
	deploy.PhaseDestroy: "destroying",
	deploy.PhaseRemove:  "removing the stack",
}

var doing = map[change.Op]string{
	change.OpCreate: "creating", change.OpAdopt: "adopting", change.OpUpdate: "updating", change.OpReplace: "replacing", change.OpDelete: "deleting",
}

func (p *progress) observe(e deploy.Event) {
	changes := e.Phase == deploy.PhaseUpdate || e.Phase == deploy.PhaseDestroy
	switch e.Kind {
	case deploy.EventPhase:
		p.running = nil
		p.line(p.streams.paint(dim, "  "+phases[e.Phase]))
	case deploy.EventStart:
		if changes && doing[e.Op] != "" {
			p.running = append(p.running, e.Resource)
		}
	case deploy.EventDone:
		p.running = slices.DeleteFunc(p.running, func(r string) bool { return r == e.Resource })
		if changes && review.Done[e.Op] != "" {
			p.line("  " + p.streams.paint(review.Colors[e.Op], review.Signs[e.Op]) + " " + review.Done[e.Op] + " " + e.Resource)
		}
	case deploy.EventFailed:
		p.line("  " + p.streams.paint(red, "!") + " " + e.Resource + " failed")
	case deploy.EventNote:
		p.line("  " + p.streams.paint(yellow, "note:") + " " + strings.TrimSpace(e.Message))
	}
	p.redraw()
}

// line prints a line that stays, above the redrawn one.
func (p *progress) line(text string) {
	p.erase()
	fmt.Fprintln(p.streams.Err, text)
}

// liveWidth keeps the redrawn line on one row of any usual terminal.
const liveWidth = 76

func (p *progress) redraw() {
	p.erase()
	if !p.streams.Live || len(p.running) == 0 {
		return
	}
	text := "  … " + strings.Join(p.running, ", ")
	if runes := []rune(text); len(runes) > liveWidth {
		text = string(runes[:liveWidth-1]) + "…"
	}
	fmt.Fprint(p.streams.Err, p.streams.paint(dim, text))
	p.drawn = true
}

func (p *progress) erase() {
	if p.drawn {
		fmt.Fprint(p.streams.Err, "\r\x1b[K")
		p.drawn = false
	}
}

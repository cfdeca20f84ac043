package change

// Judge says what the steps of one stack mean, the worst first. All steps of
// the plan belong in, those that change nothing included: what a role may do is
// spread over several resources, and ids are told by the resources they are of.
func Judge(steps []Step) []Effect {
	var remains, rest []Step
	for _, s := range steps {
		if s.Remains {
			remains = append(remains, s)
		} else {
			rest = append(rest, s)
		}
	}
	p := newPlan(rest)
	effects := []Effect{}
	for _, s := range rest {
		effects = append(effects, p.judge(s)...)
	}
	for i := range effects {
		p.place(&effects[i])
	}
	effects = append(effects, judgeRemains(remains)...)
	sortEffects(effects)
	return effects
}

// judge is what one step means.
func (p *plan) judge(s Step) []Effect {
	var effects []Effect
	if s.Op == OpDelete || s.Op == OpReplace {
		effects = append(effects, p.loss(s)...)
	}
	if s.Op == OpCreate {
		effects = append(effects, p.newcomer(s)...)
	}
	if s.Old == nil || s.New == nil {
		return effects
	}
	if s.Op == OpUpdate || s.Op == OpSame {
		effects = append(effects, p.impossible(s)...)
	}
	if s.Op == OpUpdate || s.Op == OpAdopt {
		effects = append(effects, p.newIdentities(s)...)
		effects = append(effects, p.removed(s)...)
	}
	return append(effects, p.widened(s)...)
}

// place notes on an effect which lost pool it is a part of.
func (p *plan) place(e *Effect) {
	if !e.Stopped() || e.Resource == userPoolName || e.Resource == identityPoolName {
		return
	}
	for _, s := range p.steps {
		pool, lost := p.lost[poolOf(s)]
		if lost && (s.Resource == e.Resource || under(e.Resource, s.Resource)) {
			e.Within, e.ID = pool.Resource, pool.ID
		}
	}
}

package deploy

// confirmed asks the caller about a plan that changes something. The answer no
// is a failure of kind Interrupted: the user stopped it.
func confirmed(stack Stack, plan *Plan) error {
	if stack.Confirm == nil || plan.Counts().Changed() == 0 || stack.Confirm(plan) {
		return nil
	}
	return &Error{Kind: Interrupted, Stack: stack.Name, Summary: "stopped at the question", Remedy: "Nothing was changed."}
}

package cli

import "time"

// now is the clock; tests stop it.
var now = time.Now

// today is the day by which acknowledgements expire: in UTC, so that it is the
// same for everybody.
func today() string { return now().UTC().Format(time.DateOnly) }

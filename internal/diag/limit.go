package diag

// worst keeps at most n findings, errors before warnings before notes and
// earlier before later ones, in the order that they have.
func (l List) worst(n int) List {
	if len(l) <= n {
		return l
	}
	room := map[Severity]int{}
	for _, s := range []Severity{Error, Warning, Info} {
		room[s] = min(l.Count(s), n)
		n -= room[s]
	}
	kept := make(List, 0, n)
	for _, d := range l {
		if room[d.Severity] > 0 {
			room[d.Severity]--
			kept = append(kept, d)
		}
	}
	return kept
}

// byFile divides a sorted list into what was found in each file.
func (l List) byFile() []List {
	var files []List
	start := 0
	for i := range l {
		if i+1 == len(l) || l[i+1].Range.File != l[i].Range.File {
			files = append(files, l[start:i+1])
			start = i + 1
		}
	}
	return files
}

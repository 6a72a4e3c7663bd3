package pipeline

import (
	"slices"

	"tongbao/queries"
)

// BlockingRules are the rules whose findings keep an edition from being published
// and which a person may acknowledge.
func BlockingRules() []string {
	files, err := queries.Files("check")
	if err != nil {
		return nil
	}
	var list []string
	for _, f := range files {
		if rule := f.Tags["rule"]; f.Tags["severity"] == "B" && !slices.Contains(list, rule) {
			list = append(list, rule)
		}
	}
	slices.Sort(list)
	return list
}

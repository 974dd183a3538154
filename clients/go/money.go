package leadline

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

var amount = regexp.MustCompile(`^(-?)([0-9]+)(?:\.([0-9]+))?$`)

// Minor is an amount in the currency's smallest units, of which it has so many digits: of "1200.50" and
// 2 it is 120050. What has more digits, or does not fit, is an error.
func Minor(text string, digits int) (int64, error) {
	parts := amount.FindStringSubmatch(text)
	if parts == nil || len(parts[3]) > digits {
		return 0, fmt.Errorf("leadline: %q is no amount with %d digits", text, digits)
	}
	return strconv.ParseInt(parts[1]+parts[2]+parts[3]+strings.Repeat("0", digits-len(parts[3])), 10, 64)
}

// Decimal is the amount as the text that a request takes: of 120050 and 2 it is "1200.50".
func Decimal(units int64, digits int) string {
	text := strconv.FormatInt(units, 10)
	sign := ""
	if text[0] == '-' {
		sign, text = "-", text[1:]
	}
	if digits == 0 {
		return sign + text
	}
	if missing := digits + 1 - len(text); missing > 0 {
		text = strings.Repeat("0", missing) + text
	}
	return sign + text[:len(text)-digits] + "." + text[len(text)-digits:]
}

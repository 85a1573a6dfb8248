package store

import (
	"database/sql"
	"database/sql/driver"
	"fmt"
	"reflect"
	"strconv"
)

// row is what a query gave: int64, string, []byte or nil for each column.
type row struct{ values []driver.Value }

// Scan copies the columns into what dest points to.
func (r *row) Scan(dest ...any) error {
	if len(dest) != len(r.values) {
		return fmt.Errorf("store: %d columns for %d places", len(r.values), len(dest))
	}
	for i, d := range dest {
		if err := assign(d, r.values[i]); err != nil {
			return fmt.Errorf("store: column %d: %w", i+1, err)
		}
	}
	return nil
}

func assign(dest any, v driver.Value) error {
	switch d := dest.(type) {
	case *int64:
		if n, ok := v.(int64); ok {
			*d = n
			return nil
		}
	case *string:
		switch x := v.(type) {
		case string:
			*d = x
			return nil
		case int64: // of a pragma
			*d = strconv.FormatInt(x, 10)
			return nil
		}
	case *[]byte:
		switch x := v.(type) {
		case []byte:
			*d = x
			return nil
		case nil:
			*d = nil
			return nil
		}
	case *bool:
		if n, ok := v.(int64); ok {
			*d = n != 0
			return nil
		}
	case **int64:
		switch x := v.(type) {
		case int64:
			*d = &x
			return nil
		case nil:
			*d = nil
			return nil
		}
	case sql.Scanner:
		return d.Scan(v)
	default:
		return assignNamed(reflect.ValueOf(dest).Elem(), v)
	}
	return fmt.Errorf("%T into %T", v, dest)
}

// assignNamed is for the field's own types: Money, Millis, Ref, TenderKind.
func assignNamed(to reflect.Value, v driver.Value) error {
	switch x := v.(type) {
	case int64:
		if to.CanInt() {
			to.SetInt(x)
			return nil
		}
	case string:
		if to.Kind() == reflect.String {
			to.SetString(x)
			return nil
		}
	case []byte:
		if to.Kind() == reflect.Slice && to.Type().Elem().Kind() == reflect.Uint8 {
			to.SetBytes(x)
			return nil
		}
	}
	return fmt.Errorf("%T into %s", v, to.Type())
}

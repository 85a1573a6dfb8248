package store

import (
	"bonuskasse/pos"
	"bonuskasse/pos/till"
)

const reviewsDue = `SELECT a.id, m.review_at FROM member m JOIN account a ON a.no = m.no
	WHERE m.review_at > 0 AND m.review_at <= ? ORDER BY m.review_at, m.no LIMIT ?`

// ReviewsDue are members whose ladder window is over, the longest overdue
// first. The index holds those alone who have a window.
func (r *reader) ReviewsDue(at pos.Millis, limit int) (list []till.DueReview, err error) {
	err = r.s.each(reviewsDue, args(int64(at), int64(limit)), func(rows *row) error {
		var id []byte
		var d till.DueReview
		err := rows.Scan(&id, &d.At)
		d.Member = pos.IDFromBytes(id)
		list = append(list, d)
		return err
	})
	return list, err
}

const categoryColumns = "SELECT name, discountable, earns, bonus_payable, fixed_points FROM category "

func scanCategory(c *pos.Category) (dest []any, settle func()) {
	var flags [3]*int64
	return []any{&c.Name, &flags[0], &flags[1], &flags[2], &c.FixedPoints}, func() {
		for i, to := range []**bool{&c.Discountable, &c.Earns, &c.BonusPayable} {
			if flags[i] != nil {
				yes := *flags[i] != 0
				*to = &yes
			}
		}
	}
}

// Category is what holds for the goods of a category; of one that says nothing
// it is empty.
func (r *reader) Category(name string) (c pos.Category, err error) {
	dest, settle := scanCategory(&c)
	if _, err = r.s.get(categoryColumns+"WHERE name = ?", args(name), dest...); err != nil {
		return c, err
	}
	settle()
	c.Name = name
	return c, nil
}

const categoriesQuery = `WITH RECURSIVE of (name) AS (
		SELECT min(category) FROM product WHERE category > ''
		UNION ALL SELECT (SELECT min(category) FROM product WHERE category > of.name) FROM of WHERE of.name IS NOT NULL),
	every (name) AS (SELECT name FROM of WHERE name IS NOT NULL UNION SELECT name FROM category)
	SELECT e.name, c.discountable, c.earns, c.bonus_payable, c.fixed_points
	FROM every e LEFT JOIN category c ON c.name = e.name ORDER BY e.name`

// Categories are those of goods and those that say something, by name. Goods
// are many and their categories few: the index is read in steps.
func (r *reader) Categories() (list []pos.Category, err error) {
	err = r.s.each(categoriesQuery, nil, func(rows *row) error {
		var c pos.Category
		dest, settle := scanCategory(&c)
		err := rows.Scan(dest...)
		settle()
		list = append(list, c)
		return err
	})
	return list, err
}

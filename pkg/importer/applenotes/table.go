package applenotes

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
)

// A grid is a table's cells, row by row.
type grid [][]document

// maxCells is how many cells a table may have; Notes itself becomes unusable long before.
const maxCells = 100_000

// decodeTable reads the data of a table. Tables that are read from right to left come out as
// they look: the first column last.
func decodeTable(blob []byte) (grid, error) {
	g, err := decodeGraph(blob)
	if err != nil {
		return nil, err
	}
	members, err := g.root("com.apple.notes.ICTable")
	if err != nil {
		return nil, err
	}
	rows, height, err := g.order(members["crRows"])
	if err != nil {
		return nil, err
	}
	columns, width, err := g.order(members["crColumns"])
	if err != nil {
		return nil, err
	}
	if height == 0 || width == 0 {
		return nil, errors.New("it has no rows or columns")
	}
	if height > maxCells/width {
		return nil, fmt.Errorf("it has %d rows and %d columns", height, width)
	}
	out := make(grid, height)
	for i := range out {
		out[i] = make([]document, width)
	}
	if err := g.fill(out, members["cellColumns"], rows, columns); err != nil {
		return nil, err
	}
	leftward, err := g.rightToLeft(members["crTableColumnDirection"])
	if err != nil {
		return nil, err
	}
	if leftward {
		for _, row := range out {
			slices.Reverse(row)
		}
	}
	return out, nil
}

// fill puts the cells in their places: a dictionary of columns, each a dictionary of rows.
func (g *graph) fill(out grid, objectID []byte, rows, columns map[string]int) error {
	cells, err := g.entry(objectID, 6)
	if err != nil {
		return err
	}
	filled := 0
	return pairs(cells, func(key, value []byte) error {
		uuid, err := g.uuid(key)
		column, ok := columns[uuid]
		if err != nil || !ok {
			return err
		}
		inColumn, err := g.entry(value, 6)
		if err != nil {
			return err
		}
		return pairs(inColumn, func(key, value []byte) error {
			if filled++; filled > maxCells {
				return errWire
			}
			uuid, err := g.uuid(key)
			row, ok := rows[uuid]
			if err != nil || !ok {
				return err
			}
			cell, err := g.entry(value, 10)
			if err != nil || cell == nil {
				return err
			}
			out[row][column], err = decodeText(cell)
			return err
		})
	})
}

// rightToLeft reads the register that holds a table's direction: it refers to an object that has
// the name of it.
func (g *graph) rightToLeft(objectID []byte) (bool, error) {
	register, err := g.entry(objectID, 1)
	if err != nil {
		return false, err
	}
	reference, err := inside(register, 2)
	if err != nil {
		return false, err
	}
	object, err := g.entry(reference, 13)
	return bytes.Contains(object, []byte("CRTableColumnDirectionRightToLeft")), err
}

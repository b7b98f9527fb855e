// Package graph answers what a reference means.
//
// A Graph holds a set of notes and attachments and resolves references among exactly these,
// by the rules of the app that wrote them. The same code serves the graph of everything, which
// diagnostics speak of, and the graph of what is public, which is all that pages are made from:
// Project makes the second out of the first. Nothing in a projection depends on what was left
// out of it.
package graph

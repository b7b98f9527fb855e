package graph

// Show is show, for tests outside the package.
var Show = show

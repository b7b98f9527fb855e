package media

import "strings"

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// svgElements are those that draw, describe or animate. Not among them: script, foreignObject,
// a, handler, listener, audio, video, iframe, metadata, and what editors add.
var svgElements = set(`
	svg g defs symbol use switch title desc style view
	path rect circle ellipse line polyline polygon image marker
	text tspan textPath tref
	linearGradient radialGradient stop pattern clipPath mask hatch hatchpath mesh meshgradient meshpatch meshrow solidcolor
	filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
	feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode
	feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence
	animate animateMotion animateTransform mpath set`)

// svgAttributes are those of SVG 2 that say how to draw: geometry, presentation, filters,
// animation. Not among them: events, references (handled apart), and what editors add.
var svgAttributes = set(`
	id class role lang tabindex style version baseProfile
	x y x1 y1 x2 y2 cx cy r rx ry fx fy fr width height d points dx dy rotate transform viewBox preserveAspectRatio
	refX refY markerWidth markerHeight markerUnits orient pathLength
	gradientUnits gradientTransform spreadMethod offset patternUnits patternContentUnits patternTransform
	clipPathUnits maskUnits maskContentUnits mask-type
	textLength lengthAdjust startOffset method spacing side glyph-orientation-horizontal glyph-orientation-vertical
	requiredFeatures requiredExtensions systemLanguage zoomAndPan media type
	alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation color-interpolation-filters
	color-profile color-rendering cursor direction display dominant-baseline enable-background fill fill-opacity fill-rule
	filter flood-color flood-opacity font font-family font-feature-settings font-kerning font-size font-size-adjust
	font-stretch font-style font-variant font-variation-settings font-weight image-rendering inline-size isolation kerning
	letter-spacing lighting-color line-height marker marker-end marker-mid marker-start mask mix-blend-mode opacity overflow
	paint-order pointer-events shape-inside shape-rendering stop-color stop-opacity stroke stroke-dasharray
	stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-align text-anchor
	text-decoration text-orientation text-overflow text-rendering transform-box transform-origin unicode-bidi vector-effect
	visibility white-space word-spacing writing-mode
	filterUnits primitiveUnits in in2 result mode operator k1 k2 k3 k4 values order kernelMatrix divisor bias targetX
	targetY edgeMode kernelUnitLength preserveAlpha surfaceScale diffuseConstant specularConstant specularExponent
	limitingConeAngle azimuth elevation pointsAtX pointsAtY pointsAtZ z scale xChannelSelector yChannelSelector
	stdDeviation radius baseFrequency numOctaves seed stitchTiles tableValues slope intercept amplitude exponent
	attributeName attributeType begin dur end min max restart repeatCount repeatDur calcMode keyTimes keySplines from to by
	additive accumulate keyPoints path`)

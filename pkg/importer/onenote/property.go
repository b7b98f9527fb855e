package onenote

// Types of objects, JCIDs (MS-ONE 2.1.4); those of ink, math and tables of contents are not in
// the specification and were found in files.
const (
	typeContents      = 0x00020001
	typeFileContainer = 0x00080036
	typePageMetadata  = 0x00020030
	typeConflict      = 0x00020038
	typeSection       = 0x00060007
	typePageSeries    = 0x00060008
	typePage          = 0x0006000b
	typeOutline       = 0x0006000c
	typeElement       = 0x0006000d
	typeText          = 0x0006000e
	typeImage         = 0x00060011
	typeInk           = 0x00060014
	typeGroup         = 0x00060019
	typeTable         = 0x00060022
	typeRow           = 0x00060023
	typeCell          = 0x00060024
	typeTitle         = 0x0006002c
	typeFile          = 0x00060035
)

// Properties of objects (MS-ONE 2.1.12).
const (
	propChildren        = 0x24001c20
	propContent         = 0x24001c1f
	propStructure       = 0x24001d5f
	propPages           = 0x2c001d63
	propPageMetadata    = 0x24003442
	propTitle           = 0x1c001cf3
	propTitleFromPage   = 0x1c001d3c
	propGUID            = 0x1c001c30
	propLevel           = 0x14001dff
	propCreated         = 0x18001c65 // FILETIME
	propModified        = 0x18001d77 // FILETIME
	propModifiedSeconds = 0x14001d7a // seconds since 1980
	propConflict        = 0x08001d7c
	propDeleted         = 0x1c001de9
	propDeletedFlag     = 0x08001de9
	propAuthorName      = 0x1c001d75
	propAuthorFirst     = 0x20001d78
	propAuthorLast      = 0x20001d79
	propHorizontal      = 0x14001c14 // half inches
	propVertical        = 0x14001c15 // half inches

	propText        = 0x1c001c22 // UTF-16
	propTextNarrow  = 0x1c003498 // a byte for a character
	propRunEnds     = 0x1c001e12
	propRunStyles   = 0x24001e13
	propRunData     = 0x40003499
	propStyle       = 0x2000342c
	propStyleName   = 0x1c00345a
	propBold        = 0x08001c04
	propItalic      = 0x08001c05
	propUnderline   = 0x08001c06
	propStrike      = 0x08001c07
	propSuperscript = 0x08001c08
	propSubscript   = 0x08001c09
	propColor       = 0x14001c0c
	propHighlight   = 0x14001c0d
	propHyperlink   = 0x08001e14
	propHidden      = 0x08001e16
	propMath        = 0x08003401
	propURL         = 0x1c001e20

	propMathType  = 0x1400344f
	propMathChar  = 0x10003453
	propMathChar1 = 0x10003454
	propMathChar2 = 0x10003455
	propMathCols  = 0x0c003451

	propTags         = 0x40003489
	propTagDefined   = 0x20003488
	propTagLabel     = 0x1c003468
	propTagShape     = 0x10003464
	propTagType      = 0x10003463
	propTagStatus    = 0x10003470
	propTagCompleted = 0x1400346f // seconds since 1980
	propTagDue       = 0x1400346b // seconds since 1980

	propListNodes   = 0x24001c26
	propListFormat  = 0x1c001c1a
	propListRestart = 0x14001cb7

	propPicture     = 0x20001c3f
	propWebPicture  = 0x200034c8
	propImageName   = 0x1c001dd7
	propImageAlt    = 0x1c001e58
	propUserSized   = 0x08001cbd
	propWidth       = 0x14001c1b // half inches
	propHeight      = 0x14001c1c // half inches
	propFileContent = 0x20001d9b
	propFileName    = 0x1c001d9c

	propInkData     = 0x20003415
	propInkStrokes  = 0x24003416
	propInkPath     = 0x1c00340b
	propInkStyle    = 0x20003409
	propInkAxes     = 0x1c00340a
	propInkHeight   = 0x1400340c
	propInkWidth    = 0x1400340d
	propInkColor    = 0x1400340f
	propInkAlpha    = 0x0c003414
	propInkAnalysis = 0x200035d7
	propInkAnalysed = 0x240035d9
	propInkWords    = 0x1c0035da
	propInkScaleX   = 0x14001c46
	propInkScaleY   = 0x14001c47

	propContentsChildren = 0x24001cf6
	propContentsName     = 0x1c001d6b
	propContentsOrder    = 0x14001cb9
)

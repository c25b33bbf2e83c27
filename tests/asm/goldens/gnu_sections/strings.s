.data
.ascii "\a\b\e\f\n\r\t\v\\\"\'\?\q\x41\x4142\X41\x\0\01\0123\377\400\777\8\9"
#----
.data
.byte 'a','\0','\n','\\',''','\'','\b','\t','\f','\r','\"'
#----
.data
.byte '\v'
#----
.data
.byte '\e
#----
.data
.byte '\a'
#----
.data
.byte '\1'
#----
.data
.byte 'a, 'b
#----
.data
.byte ';
#----
.data
.byte '"', 1
#----
.data
.byte '''
#----
.data
.byte '#', 2
#----
.data
"x\"y": .byte 1
.quad "x\"y"
#----
.data
"a b" = 5
.byte "a b"
#----
.data
.set "a\\b", 7
.byte "a\\b"
#----
.data
.ascii "ab" "cd", "e"
.asciz "ab" "cd", "e"
#----
.data
.string16 "ab" "cd"
#----
.data
.ascii "ab\
cd"
.byte 1
#----
.data
.byte 1, \
 2
#----
.data
.ascii <65>
#----
.data
.ascii "a" <66> "c"
#----
.data
.byte 'é'
#----
.data
.ascii "é\é"
#----
.text
"foo": nop
 call "foo"
 .type "foo", @function
 .size "foo", .-"foo"
#----
.data
.byte 'ab'
#----
.data
.ascii "\x", "\xg", "\x123456", "\00012"
#----
.data
.byte '\\
.byte '\'
.byte 5
#----
.text
foo\
: nop
#----
.text
# comment \
nop
 addi a0, a0, \
   1
#----
.data
.byte 1 \
, 2

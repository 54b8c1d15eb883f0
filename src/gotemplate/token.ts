/**
 * Token types of text/template's lexer; the keywords come last. In a file of their own, because the bundler puts the numbers
 * themselves only into other files, where they make a switch one jump.
 */
export const T_ERROR = 0;
export const T_EOF = 1;
export const T_TEXT = 2;
export const T_LEFT = 3;
export const T_RIGHT = 4;
export const T_ASSIGN = 6;
export const T_DECLARE = 7;
export const T_CHAR = 8;
export const T_CHARACTER_CONSTANT = 9;
export const T_COMPLEX = 10;
export const T_NUMBER = 11;
export const T_BOOLEAN = 12;
export const T_FIELD = 13;
export const T_IDENTIFIER = 14;
export const T_LEFT_PAREN = 15;
export const T_RIGHT_PAREN = 16;
export const T_PIPE = 17;
export const T_RAW_STRING = 18;
export const T_STRING = 19;
export const T_VARIABLE = 20;
export const T_DOT = 21;
export const T_NIL = 22;
export const T_BLOCK = 23;
export const T_BREAK = 24;
export const T_CONTINUE = 25;
export const T_DEFINE = 26;
export const T_ELSE = 27;
export const T_END = 28;
export const T_IF = 29;
export const T_RANGE = 30;
export const T_TEMPLATE = 31;
export const T_WITH = 32;
/** A whole `{{end}}` or `{{else}}`: they are a third of all actions, so the lexer takes them in one step. */
export const T_END_ACTION = 33;
export const T_ELSE_ACTION = 34;

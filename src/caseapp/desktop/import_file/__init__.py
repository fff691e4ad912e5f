"""名簿を取り込む: choose a file, map its columns, look at what it would do, read it in, undo it as a whole."""

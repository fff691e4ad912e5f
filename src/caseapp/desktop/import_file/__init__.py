"""名簿を取り込む: a file is looked through first, then taken over as a whole or not at all."""

"""How the screen looks: tokens of colour and size, faces, icons, one palette and one style sheet made from them."""

"""利用枠: the bookings and uses of schemes, of one child and of the whole office."""

"""今日: what is late, due and near; who we wait for; whom nobody has spoken with."""

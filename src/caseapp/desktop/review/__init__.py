"""評価(モニタリング): how each goal of a plan came out, and what comes next."""

"""Never twice: who may be registered twice (重複の確認), and two records made one (統合)."""

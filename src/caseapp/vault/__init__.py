"""The encrypted store as a thing on disk: key slots, unlocking, engine, lock, health, backups. Knows no record.

Import from the modules; `unlocking` (the lock screen's) stays free of SQLAlchemy:

    unlocking   peek, derive_key, derive_recovery_key            before and while the passphrase is typed
    opening     create, unlock, unlock_with_recovery, open_vault → open_vault.OpenVault
    upgrade     upgrade, restore_unfinished
    backups     backup, verify_backup, restore, restore_with_recovery, list_backups
    health      full_check (background), check_chain
    passphrase  problems_of, strength_of
    files       write_atomically, read_limited
    trouble     every VaultTrouble
"""

-- That the estimated value of a referral was taken away is a change like any other, and is kept (S10.4).
--
-- The twin of ../sqlite/0025_value_cleared.sql.

ALTER TABLE referral_change ADD COLUMN is_value_cleared BOOLEAN NOT NULL DEFAULT FALSE;

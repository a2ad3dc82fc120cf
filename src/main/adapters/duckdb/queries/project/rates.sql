-- Grain: one currency the user gave a rate for. Order: currency.
SELECT currency, rate FROM currency_rate ORDER BY currency

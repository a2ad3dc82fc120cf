-- Sets what one unit of a currency is worth in the reporting currency.
INSERT OR REPLACE INTO currency_rate (currency, rate) VALUES ($currency, $rate)

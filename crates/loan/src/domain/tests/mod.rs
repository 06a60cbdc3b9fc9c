//! Tables and properties. Expected numbers are those of the domain reference (cn.md §1–3, Appendix C).

mod ageing;
mod allocation_orders;
mod calling_in;
mod fees;
mod holidays;
mod lateness;
mod annuities;
mod life;
mod prepayment;
mod properties;
mod ratios;
mod repricing;
mod reversals;
mod schedules;
mod schedule_rules;

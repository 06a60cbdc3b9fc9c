use crate::api::api;
use crate::failure::Failure;
use access::{Gate, HashCost};
use std::io::Write;

/// Prints the OpenAPI document: always the same for the same program.
pub fn openapi(out: &mut dyn Write) -> Result<(), Failure> {
    // No password is hashed here.
    let gate = Gate::new(HashCost::quick());
    serde_json::to_writer_pretty(&mut *out, &**api(&gate).openapi)?;
    Ok(writeln!(out)?)
}

//! Lists of shot changes.
use crate::diagnostic::Sink;
use crate::model::Timecode;
use crate::model::Timestamp;
/// todo
pub fn read_shots(_text: &str, _timecode: Option<Timecode>, _sink: &mut Sink) -> crate::Result<Vec<Timestamp>> {
    Ok(vec![])
}

//! A reader of the ONNX protobuf, just deep enough to list a graph's operators and to find where its
//! weights lie. It never interprets a graph: that is ONNX Runtime's task.
//!
//! Field numbers are those of onnx.proto3. Bytes come from packages that people download, so every
//! length is checked and subgraphs are followed only to a fixed depth.

use std::collections::BTreeSet;
use std::ops::Range;

/// Subgraphs within subgraphs beyond this depth are not real models.
const DEEPEST: usize = 16;

/// The bytes end early, or a length points outside them.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is not a whole ONNX file")]
pub(crate) struct Malformed;

/// A field of a message: its number, and where its payload lies if it has a length.
struct Field {
    number: u64,
    value: Value,
}

enum Value {
    Number(u64),
    Payload(Range<usize>),
}

/// The fields of the message that lies at `range` of `bytes`.
struct Fields<'a> {
    bytes: &'a [u8],
    range: Range<usize>,
}

impl Fields<'_> {
    fn varint(&mut self) -> Result<u64, Malformed> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let at = self.range.next().ok_or(Malformed)?;
            let byte = *self.bytes.get(at).ok_or(Malformed)?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(Malformed)
    }

    fn skip(&mut self, length: u64) -> Result<Range<usize>, Malformed> {
        let length = usize::try_from(length).map_err(|_| Malformed)?;
        let start = self.range.start;
        let end = start.checked_add(length).ok_or(Malformed)?;
        if end > self.range.end || end > self.bytes.len() {
            return Err(Malformed);
        }
        self.range.start = end;
        Ok(start..end)
    }

    fn field(&mut self) -> Result<Field, Malformed> {
        let tag = self.varint()?;
        let value = match tag & 7 {
            0 => Value::Number(self.varint()?),
            1 => Value::Payload(self.skip(8)?),
            2 => {
                let length = self.varint()?;
                Value::Payload(self.skip(length)?)
            }
            5 => Value::Payload(self.skip(4)?),
            _ => return Err(Malformed),
        };
        Ok(Field {
            number: tag >> 3,
            value,
        })
    }
}

impl Iterator for Fields<'_> {
    type Item = Result<Field, Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.range.is_empty() {
            return None;
        }
        let field = self.field();
        if field.is_err() {
            self.range = 0..0;
        }
        Some(field)
    }
}

/// Where the elements of a tensor lie in the file, and how many bytes each has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Weights {
    pub(crate) bytes: Range<usize>,
    pub(crate) element_bytes: usize,
}

/// What was found in a model.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    /// The operators of the graph, of its subgraphs and of its functions.
    pub(crate) operators: BTreeSet<String>,
    /// The floating-point tensors whose elements lie in the file itself.
    pub(crate) weights: Vec<Weights>,
}

/// Reads through the ModelProto in `bytes`.
pub(crate) fn read(bytes: &[u8]) -> Result<Contents, Malformed> {
    let mut contents = Contents::default();
    let mut has_graph = false;
    each_payload(bytes, 0..bytes.len(), |number, range| match number {
        7 => {
            has_graph = true;
            graph(bytes, range, 0, &mut contents)
        }
        // FunctionProto.node is field 7.
        25 => each_payload(bytes, range, |number, range| match number {
            7 => node(bytes, range, 0, &mut contents),
            _ => Ok(()),
        }),
        _ => Ok(()),
    })?;
    if has_graph {
        Ok(contents)
    } else {
        Err(Malformed)
    }
}

fn each_payload(
    bytes: &[u8],
    range: Range<usize>,
    mut visit: impl FnMut(u64, Range<usize>) -> Result<(), Malformed>,
) -> Result<(), Malformed> {
    for field in (Fields { bytes, range }) {
        let field = field?;
        if let Value::Payload(range) = field.value {
            visit(field.number, range)?;
        }
    }
    Ok(())
}

fn graph(
    bytes: &[u8],
    range: Range<usize>,
    depth: usize,
    contents: &mut Contents,
) -> Result<(), Malformed> {
    if depth > DEEPEST {
        return Err(Malformed);
    }
    each_payload(bytes, range, |number, range| match number {
        1 => node(bytes, range, depth, contents),
        5 => tensor(bytes, range, contents),
        _ => Ok(()),
    })
}

fn node(
    bytes: &[u8],
    range: Range<usize>,
    depth: usize,
    contents: &mut Contents,
) -> Result<(), Malformed> {
    each_payload(bytes, range, |number, range| match number {
        4 => {
            let name = std::str::from_utf8(&bytes[range]).map_err(|_| Malformed)?;
            contents.operators.insert(name.to_owned());
            Ok(())
        }
        // AttributeProto: t = 5, g = 6, graphs = 11.
        5 => each_payload(bytes, range, |number, range| match number {
            5 => tensor(bytes, range, contents),
            6 | 11 => graph(bytes, range, depth + 1, contents),
            _ => Ok(()),
        }),
        _ => Ok(()),
    })
}

fn tensor(bytes: &[u8], range: Range<usize>, contents: &mut Contents) -> Result<(), Malformed> {
    let mut data_type = 0;
    let mut data = None;
    for field in (Fields { bytes, range }) {
        match field? {
            Field {
                number: 2,
                value: Value::Number(number),
            } => data_type = number,
            // float_data (packed) and raw_data.
            Field {
                number: 4 | 9,
                value: Value::Payload(range),
            } => data = Some(range),
            _ => {}
        }
    }
    // FLOAT, FLOAT16, DOUBLE, BFLOAT16.
    let element_bytes = match data_type {
        1 => 4,
        10 | 16 => 2,
        11 => 8,
        _ => return Ok(()),
    };
    match data {
        Some(range) if range.len() % element_bytes == 0 => contents.weights.push(Weights {
            bytes: range,
            element_bytes,
        }),
        Some(_) => return Err(Malformed),
        None => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn field(number: u8, payload: &[u8]) -> Vec<u8> {
        let mut bytes = vec![number << 3 | 2, payload.len() as u8];
        bytes.extend_from_slice(payload);
        bytes
    }

    fn model() -> Vec<u8> {
        let inner_node = field(1, &field(4, b"DynamicQuantizeLinear"));
        let attribute = field(5, &field(6, &inner_node));
        let mut node = field(4, b"If");
        node.extend(attribute);
        let mut tensor = vec![2 << 3, 1];
        tensor.extend(field(9, &[1, 0, 0, 0, 2, 0, 0, 0]));
        let mut graph = field(1, &node);
        graph.extend(field(5, &tensor));
        field(7, &graph)
    }

    #[test]
    fn operators_of_subgraphs_are_seen_and_weights_are_found() {
        let bytes = model();
        let contents = read(&bytes).expect("a whole model");
        assert!(contents.operators.contains("If"));
        assert!(contents.operators.contains("DynamicQuantizeLinear"));
        assert_eq!(contents.weights.len(), 1);
        assert_eq!(contents.weights[0].bytes.len(), 8);
    }

    #[test]
    fn a_file_cut_off_anywhere_is_refused() {
        let bytes = model();
        for end in 0..bytes.len() {
            assert!(read(&bytes[..end]).is_err(), "cut off at {end}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_end_the_program(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes);
        }
    }
}

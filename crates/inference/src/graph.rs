//! A graph opened in ONNX Runtime: what it declares, and one way to run it.
//!
//! Weights stay with ONNX Runtime. The memory arena and the memory pattern are off: both hold on to
//! the largest input ever seen, and inputs here differ in length.

use std::fs;
use std::path::{Path, PathBuf};

use ndarray::{ArrayD, IxDyn};
use ort::ep;
use ort::session::Session;
use ort::session::SessionInputValue;
use ort::value::{Outlet, Tensor, TensorElementType};

use crate::error::InferenceError;
use crate::{onnx, runtime};

/// How sessions run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionOptions {
    /// Threads that share one operator.
    pub intra_threads: usize,
}

impl Default for SessionOptions {
    fn default() -> Self {
        Self { intra_threads: 1 }
    }
}

/// An input or output as the graph declares it.
#[derive(Clone, Debug)]
pub(crate) struct Declared {
    pub(crate) name: String,
    element: TensorElementType,
    /// Sizes; `None` where any size is taken.
    pub(crate) sizes: Vec<Option<usize>>,
}

/// Values for an input. Whole numbers are cast to the width that the graph declares.
pub(crate) enum Feed {
    Floats(Vec<f32>),
    Whole(Vec<i64>),
}

/// A graph that can be run.
pub(crate) struct Graph {
    file: PathBuf,
    session: Session,
    inputs: Vec<Declared>,
    outputs: Vec<Declared>,
    quantises_dynamically: bool,
}

impl Graph {
    /// Opens the graph in `file`.
    pub(crate) fn open(file: &Path, options: SessionOptions) -> Result<Self, InferenceError> {
        let bad = |what: String| InferenceError::BadGraph {
            file: file.to_owned(),
            what,
        };
        let environment = runtime::environment()?;
        let bytes = fs::read(file).map_err(|error| bad(error.to_string()))?;
        let operators = onnx::read(&bytes)
            .map_err(|error| bad(error.to_string()))?
            .operators;
        drop(bytes);
        let session = Session::builder(environment)
            .and_then(|builder| Ok(builder.with_intra_threads(options.intra_threads.max(1))?))
            .and_then(|builder| Ok(builder.with_memory_pattern(false)?))
            .and_then(|builder| {
                let cpu = ep::CPU::default().with_arena_allocator(false);
                Ok(builder.with_execution_providers([cpu.build()])?)
            })
            .and_then(|mut builder| builder.commit_from_file(file))
            .map_err(|error| bad(error.to_string()))?;
        let declared = |outlets: &[Outlet]| -> Result<Vec<Declared>, InferenceError> {
            outlets
                .iter()
                .map(|outlet| {
                    declared(outlet)
                        .ok_or_else(|| bad(format!("`{}` is not a tensor", outlet.name())))
                })
                .collect()
        };
        Ok(Self {
            inputs: declared(session.inputs())?,
            outputs: declared(session.outputs())?,
            quantises_dynamically: operators.contains("DynamicQuantizeLinear"),
            file: file.to_owned(),
            session,
        })
    }

    /// The complaint `what` about this graph.
    pub(crate) fn bad(&self, what: impl Into<String>) -> InferenceError {
        InferenceError::BadGraph {
            file: self.file.clone(),
            what: what.into(),
        }
    }

    /// The complaint that `output` holds what cannot be used.
    pub(crate) fn not_finite(&self, output: &str) -> InferenceError {
        InferenceError::NotFinite {
            file: self.file.clone(),
            output: output.to_owned(),
        }
    }

    /// The first of `names` that the graph declares as an input.
    pub(crate) fn input(&self, names: &[&str]) -> Option<&Declared> {
        find(&self.inputs, names)
    }

    /// The first of `names` that the graph declares as an output.
    pub(crate) fn output(&self, names: &[&str]) -> Option<&Declared> {
        find(&self.outputs, names)
    }

    /// Refuses the graph when it declares an input that is not among `known`.
    pub(crate) fn takes_only(&self, known: &[&str]) -> Result<(), InferenceError> {
        match self
            .inputs
            .iter()
            .find(|input| !known.contains(&input.name.as_str()))
        {
            None => Ok(()),
            Some(input) => Err(self.bad(format!(
                "it asks for the input `{}`, which is not known for this task",
                input.name
            ))),
        }
    }

    /// How many items one run may take: 1 when the graph fixes it, or when it quantises dynamically
    /// (one scale per tensor, so that items of a batch would change each other); else `most`.
    pub(crate) fn batch(&self, input: &str, most: usize) -> Result<usize, InferenceError> {
        let fixed = self
            .input(&[input])
            .and_then(|input| input.sizes.first().copied().flatten());
        match fixed {
            Some(1) => Ok(1),
            Some(size) => Err(self.bad(format!(
                "it takes exactly {size} items at once; export it for any number, or for one"
            ))),
            None if self.quantises_dynamically => Ok(1),
            None => Ok(most),
        }
    }

    /// Runs the graph on `feeds` (input, sizes, values) and returns the outputs named in `wanted`,
    /// all of whose numbers are finite.
    pub(crate) fn run(
        &mut self,
        feeds: Vec<(&str, Vec<usize>, Feed)>,
        wanted: &[&str],
    ) -> Result<Vec<ArrayD<f32>>, InferenceError> {
        let file = self.file.clone();
        let failed = |error: ort::Error| InferenceError::Run {
            file: file.clone(),
            reason: error.to_string(),
        };
        let mut inputs: Vec<(&str, SessionInputValue<'_>)> = Vec::with_capacity(feeds.len());
        for (name, sizes, feed) in feeds {
            let element = self.input(&[name]).map(|input| input.element);
            let value = match (feed, element) {
                (Feed::Floats(values), Some(TensorElementType::Float32)) => {
                    Tensor::from_array((sizes, values)).map_err(failed)?.into()
                }
                (Feed::Whole(values), Some(TensorElementType::Int64)) => {
                    Tensor::from_array((sizes, values)).map_err(failed)?.into()
                }
                (Feed::Whole(values), Some(TensorElementType::Int32)) => {
                    let values: Vec<i32> = values.into_iter().map(|value| value as i32).collect();
                    Tensor::from_array((sizes, values)).map_err(failed)?.into()
                }
                (_, element) => {
                    return Err(self.bad(format!(
                        "its input `{name}` has elements of a type that is not served ({element:?})"
                    )));
                }
            };
            inputs.push((name, value));
        }
        let outputs = self.session.run(inputs).map_err(failed)?;
        wanted
            .iter()
            .map(|name| {
                let value = outputs.get(name).ok_or_else(|| InferenceError::BadGraph {
                    file: file.clone(),
                    what: format!("it has no output `{name}`"),
                })?;
                let (sizes, values) = value.try_extract_tensor::<f32>().map_err(failed)?;
                if values.iter().any(|value| !value.is_finite()) {
                    return Err(InferenceError::NotFinite {
                        file: file.clone(),
                        output: (*name).to_owned(),
                    });
                }
                let sizes: Vec<usize> = sizes.iter().map(|size| *size as usize).collect();
                Ok(ArrayD::from_shape_vec(IxDyn(&sizes), values.to_vec())
                    .expect("ONNX Runtime hands out as many elements as the sizes say"))
            })
            .collect()
    }
}

fn find<'a>(declared: &'a [Declared], names: &[&str]) -> Option<&'a Declared> {
    names
        .iter()
        .find_map(|name| declared.iter().find(|outlet| outlet.name == *name))
}

fn declared(outlet: &Outlet) -> Option<Declared> {
    Some(Declared {
        name: outlet.name().to_owned(),
        element: outlet.dtype().tensor_type()?,
        sizes: outlet
            .dtype()
            .tensor_shape()?
            .iter()
            .map(|size| usize::try_from(*size).ok())
            .collect(),
    })
}

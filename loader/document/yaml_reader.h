#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "loader/document/anchors.h"
#include "loader/document/value.h"
#include "loader/document/yaml_events.h"

namespace vmp {

// What was found in a part of a source.
struct ReadPart {
  std::vector<Value> documents;
  std::size_t begun = 0;   // documents, also those that are empty
  std::size_t ended = 0;   // documents, by "..."
  std::size_t values = 0;  // of all documents
  Anchors::Extent repeated = {};
};

// Reads the documents of a part as read_yaml does those of a source. Raises Error likewise.
ReadPart read_part(const std::shared_ptr<const SourceFile>& source, const SourcePart& part);

// How many a source may have.
std::size_t max_values_of(const SourceFile& source);

}  // namespace vmp

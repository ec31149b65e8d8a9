// SPDX-License-Identifier: Apache-2.0
// A small provenance graph for tests: a docking run, its inputs back to their captures, a status, hostile names
#pragma once

#include "base/ids.h"                    // for sha256
#include "evidence/provenance_graph.h"   // for ProvenanceGraph

namespace maek::evidence {

inline ProvenanceGraph sample_graph() {
  ProvenanceGraph graph;
  const auto file = [&](const char* name, const char* path) {
    const Digest digest = sha256(name);
    return graph.add(
        {NodeKind::kEntity,
         "sha256:" + digest.hex(),
         name,
         digest,
         "2026-11-24T09:00:00Z",
         "",
         path,
         "",
         {},
         {{"bytes", "178686"}, {"media_type", "chemical/x-pdb"}, {"licence", "https://spdx.org/licenses/CC0-1.0"}}});
  };
  const auto poses = file("poses.sdf", "out/poses 1.sdf");
  const auto summary = file("요약.json", "out/요약.json");
  const auto receptor = file("1hsg.pdb", "");
  const auto ligand = file("인디나비르 <&\"'> \\ ]]> \xFF\x01 리간드, 아주 긴 이름의 파일.sdf", "");
  const auto run = graph.add({NodeKind::kActivity,
                              "entry:12",
                              "maek dock",
                              sha256("run"),
                              "2026-11-24T09:00:00Z",
                              "2026-11-24T09:00:12Z",
                              "",
                              "run",
                              {},
                              {{"seed", "7"}}});
  const auto first = graph.add({NodeKind::kActivity,
                                "entry:3",
                                "capture 1hsg.pdb",
                                std::nullopt,
                                "2026-11-23T08:00:00Z",
                                "",
                                "",
                                "capture",
                                {},
                                {}});
  const auto second =
      graph.add({NodeKind::kActivity, "entry:4", "capture", std::nullopt, "", "", "", "capture", {}, {}});
  const auto maek = graph.add({NodeKind::kAgent,
                               "agent:maek",
                               "Maek 맥 0.2.0",
                               std::nullopt,
                               "",
                               "",
                               "",
                               "software",
                               {},
                               {{"version", "0.2.0"}}});
  const auto lab =
      graph.add({NodeKind::kAgent, "agent:lab", "연구실", std::nullopt, "", "", "", "organization", {}, {}});
  const auto source = graph.add({NodeKind::kEntity,
                                 "uri:https://files.rcsb.org/download/1HSG.pdb",
                                 "1HSG at the PDB",
                                 std::nullopt,
                                 "",
                                 "",
                                 "",
                                 "",
                                 {"retraction"},
                                 {{"uri", "https://files.rcsb.org/download/1HSG.pdb"}}});
  const auto notice = graph.add({NodeKind::kEntity,
                                 "entry:20",
                                 "retraction: entry withdrawn",
                                 sha256("notice"),
                                 "2026-11-25T00:00:00Z",
                                 "",
                                 "",
                                 "status",
                                 {},
                                 {}});
  graph.connect(EdgeKind::kGenerated, poses, run, "", "2026-11-24T09:00:12Z");
  graph.connect(EdgeKind::kGenerated, summary, run);
  graph.connect(EdgeKind::kUsed, run, receptor, "receptor", "2026-11-24T09:00:00Z");
  graph.connect(EdgeKind::kUsed, run, ligand, "ligand");
  graph.connect(EdgeKind::kAssociated, run, maek);
  graph.connect(EdgeKind::kDelegated, maek, lab);
  graph.connect(EdgeKind::kGenerated, receptor, first);
  graph.connect(EdgeKind::kGenerated, ligand, second);
  graph.connect(EdgeKind::kUsed, first, source);
  graph.connect(EdgeKind::kDerived, poses, receptor);
  graph.connect(EdgeKind::kAttributed, poses, lab);
  graph.connect(EdgeKind::kInfluenced, source, notice);
  return graph;
}

}  // namespace maek::evidence

// SPDX-License-Identifier: Apache-2.0
// Built-in component facts: atoms and bonds of amino acids, nucleotides, sugars, waters, ions, cofactors, additives.
//
// Source of each row: the entry of that code in the wwPDB chemical component dictionary (CC0; the edition
// of May 2023): heavy atoms and their order, bonds and their orders, aromatic flags, leaving atoms, formal charges,
// one-letter code, parent. Differences to the dictionary, which shows most acids neutral:
//   carboxylic, sulfinic, sulfonic, phosphoric and phosphonic acids and selenols are deprotonated; aliphatic amines are
//   protonated (guanidinium and lysine are so in the dictionary already); HIS is neutral with its hydrogen on NE2;
//   LLP is the protonated Schiff base with its phenolate (NZ +1, O3 -1);
//   MES is neutral at N4 (pKa 6.1), EPE charged on N4 only (pKa 7.5); the backbone N carries one hydrogen (none in
//   proline-like rings) and O3' none, as inside a polymer; caps (ACE, NH2, NME) likewise; bonds to metals are marked.
#include "mol/internal/component_table.h"

namespace maek::mol {
namespace {

using enum ResidueKind;

// clang-format off
constexpr ComponentRow kRows[] = {
    // Amino acids
    {"ALA", "alanine", kAminoAcid, 'A', "", "N/1^ CA C^ O CB (OXT-)", "N-CA-C=O CA-CB C-OXT"},
    {"ARG", "arginine", kAminoAcid, 'R', "",
     "N/1^ CA C^ O CB CG CD NE/1 CZ NH1/2 NH2+/2 (OXT-)",
     "N-CA-C=O CA-CB-CG-CD-NE-CZ-NH1 C-OXT CZ=NH2"},
    {"ASN", "asparagine", kAminoAcid, 'N', "",
     "N/1^ CA C^ O CB CG OD1 ND2/2 (OXT-)",
     "N-CA-C=O CA-CB-CG=OD1 C-OXT CG-ND2"},
    {"ASP", "aspartic acid", kAminoAcid, 'D', "",
     "N/1^ CA C^ O CB CG OD1 OD2- (OXT-)",
     "N-CA-C=O CA-CB-CG=OD1 C-OXT CG-OD2"},
    {"CYS", "cysteine", kAminoAcid, 'C', "", "N/1^ CA C^ O CB SG/1 (OXT-)", "N-CA-C=O CA-CB-SG C-OXT"},
    {"GLN", "glutamine", kAminoAcid, 'Q', "",
     "N/1^ CA C^ O CB CG CD OE1 NE2/2 (OXT-)",
     "N-CA-C=O CA-CB-CG-CD=OE1 C-OXT CD-NE2"},
    {"GLU", "glutamic acid", kAminoAcid, 'E', "",
     "N/1^ CA C^ O CB CG CD OE1 OE2- (OXT-)",
     "N-CA-C=O CA-CB-CG-CD=OE1 C-OXT CD-OE2"},
    {"GLY", "glycine", kAminoAcid, 'G', "", "N/1^ CA C^ O (OXT-)", "N-CA-C=O C-OXT"},
    {"HIS", "histidine", kAminoAcid, 'H', "",
     "N/1^ CA C^ O CB CG* ND1* CD2* CE1* NE2*/1 (OXT-)",
     "N-CA-C=O CA-CB-CG-ND1=CE1-NE2-CD2=CG C-OXT"},
    {"ILE", "isoleucine", kAminoAcid, 'I', "",
     "N/1^ CA C^ O CB CG1 CG2 CD1 (OXT-)",
     "N-CA-C=O CA-CB-CG1-CD1 C-OXT CB-CG2"},
    {"LEU", "leucine", kAminoAcid, 'L', "",
     "N/1^ CA C^ O CB CG CD1 CD2 (OXT-)",
     "N-CA-C=O CA-CB-CG-CD1 C-OXT CG-CD2"},
    {"LYS", "lysine", kAminoAcid, 'K', "",
     "N/1^ CA C^ O CB CG CD CE NZ+/3 (OXT-)",
     "N-CA-C=O CA-CB-CG-CD-CE-NZ C-OXT"},
    {"MET", "methionine", kAminoAcid, 'M', "", "N/1^ CA C^ O CB CG SD CE (OXT-)", "N-CA-C=O CA-CB-CG-SD-CE C-OXT"},
    {"PHE", "phenylalanine", kAminoAcid, 'F', "",
     "N/1^ CA C^ O CB CG* CD1* CD2* CE1* CE2* CZ* (OXT-)",
     "N-CA-C=O CA-CB-CG=CD1-CE1=CZ-CE2=CD2-CG C-OXT"},
    {"PRO", "proline", kAminoAcid, 'P', "", "N^ CA C^ O CB CG CD (OXT-)", "N-CA-C=O N-CD-CG-CB-CA C-OXT"},
    {"SER", "serine", kAminoAcid, 'S', "", "N/1^ CA C^ O CB OG/1 (OXT-)", "N-CA-C=O CA-CB-OG C-OXT"},
    {"THR", "threonine", kAminoAcid, 'T', "", "N/1^ CA C^ O CB OG1/1 CG2 (OXT-)", "N-CA-C=O CA-CB-OG1 C-OXT CB-CG2"},
    {"TRP", "tryptophan", kAminoAcid, 'W', "",
     "N/1^ CA C^ O CB CG* CD1* CD2* NE1*/1 CE2* CE3* CZ2* CZ3* CH2* (OXT-)",
     "N-CA-C=O CA-CB-CG=CD1-NE1-CE2=CD2-CG C-OXT CD2-CE3=CZ3-CH2=CZ2-CE2"},
    {"TYR", "tyrosine", kAminoAcid, 'Y', "",
     "N/1^ CA C^ O CB CG* CD1* CD2* CE1* CE2* CZ* OH/1 (OXT-)",
     "N-CA-C=O CA-CB-CG=CD1-CE1=CZ-CE2=CD2-CG C-OXT CZ-OH"},
    {"VAL", "valine", kAminoAcid, 'V', "", "N/1^ CA C^ O CB CG1 CG2 (OXT-)", "N-CA-C=O CA-CB-CG1 C-OXT CB-CG2"},
    // Modified amino acids and caps
    {"ABA", "alpha-aminobutyric acid", kAminoAcid, 'A', "ALA",
     "N/1^ CA C^ O CB CG (OXT-)",
     "N-CA-C=O CA-CB-CG C-OXT"},
    {"ACE", "acetyl group", kAminoAcid, 'X', "", "C^ O CH3", "C=O C-CH3"},
    {"AIB", "alpha-aminoisobutyric acid", kAminoAcid, 'A', "ALA",
     "N/1^ CA C^ O (OXT-) CB1 CB2",
     "N-CA-C=O CA-CB1 CA-CB2 C-OXT"},
    {"ALY", "n(6)-acetyllysine", kAminoAcid, 'K', "LYS",
     "OH CH CH3 NZ/1 CE CD CG CB CA N/1^ C^ O (OXT-)",
     "OH=CH-CH3 CH-NZ-CE-CD-CG-CB-CA-N CA-C=O C-OXT"},
    {"CAS", "s-(dimethylarsenic)cysteine", kAminoAcid, 'C', "CYS",
     "N/1^ CA CB C^ O (OXT-) SG AS.As CE1 CE2",
     "N-CA-CB-SG-AS-CE1 CA-C=O C-OXT AS-CE2"},
    {"CGU", "gamma-carboxy-glutamic acid", kAminoAcid, 'E', "GLU",
     "N/1^ CA C^ O (OXT-) CB CG CD1 CD2 OE11 OE12- OE21 OE22-",
     "N-CA-C=O CA-CB-CG-CD1=OE11 C-OXT CG-CD2=OE21 CD1-OE12 CD2-OE22"},
    {"CME", "s,s-(2-hydroxyethyl)thiocysteine", kAminoAcid, 'C', "CYS",
     "N/1^ CA CB SG SD CE CZ OH/1 C^ O (OXT-)",
     "N-CA-CB-SG-SD-CE-CZ-OH CA-C=O C-OXT"},
    {"CR2", "chromophore of fluorescent protein (Gly-Tyr-Gly)", kAminoAcid, 'X', "GLY",
     "N1/1^ CA1 C1 N2 N3 C2 O2 CA2 CA3 C3^ O3 CB2 CG2* CD1* CD2* CE1* CE2* CZ* OH/1 (OXT-)",
     "N1-CA1-C1-N3-CA3-C3=O3 C1=N2-CA2-C2=O2 N3-C2 CA2=CB2-CG2=CD2-CE2=CZ-CE1=CD1-CG2 C3-OXT CZ-OH"},
    {"CRO", "chromophore of green fluorescent protein (Thr-Tyr-Gly)", kAminoAcid, 'X', "THR",
     "N1/1^ CA1 CB1 CG1 OG1/1 C1 N2 N3 C2 O2 CA2 CA3 C3^ O3 CB2 CG2* CD1* CD2* CE1* CE2* CZ* OH/1 (OXT-)",
     "N1-CA1-CB1-CG1 CA1-C1=N2-CA2=CB2-CG2=CD1-CE1=CZ-OH CB1-OG1 C1-N3-CA3-C3-OXT N3-C2-CA2 C2=O2 C3=O3 "
     "CG2-CD2=CE2-CZ"},
    {"CSD", "3-sulfinoalanine", kAminoAcid, 'C', "CYS",
     "N/1^ CA CB SG C^ O (OXT-) OD1 OD2-",
     "N-CA-CB-SG=OD1 CA-C=O SG-OD2 C-OXT"},
    {"CSO", "s-hydroxycysteine", kAminoAcid, 'C', "CYS",
     "N/1^ CA CB SG C^ O (OXT-) OD/1",
     "N-CA-CB-SG-OD CA-C=O C-OXT"},
    {"CSS", "s-mercaptocysteine", kAminoAcid, 'C', "CYS",
     "N/1^ CA CB SG SD/1 C^ O (OXT-)",
     "N-CA-CB-SG-SD CA-C=O C-OXT"},
    {"CSX", "s-oxy cysteine", kAminoAcid, 'C', "CYS", "N/1^ CA CB SG/1 C^ O (OXT-) OD", "N-CA-CB-SG=OD CA-C=O C-OXT"},
    {"DAL", "d-alanine", kAminoAcid, 'A', "", "N/1^ CA CB C^ O (OXT-)", "N-CA-CB CA-C=O C-OXT"},
    {"DPN", "d-phenylalanine", kAminoAcid, 'F', "",
     "N/1^ CA C^ O (OXT-) CB CG* CD1* CD2* CE1* CE2* CZ*",
     "N-CA-C=O CA-CB-CG=CD1-CE1=CZ-CE2=CD2-CG C-OXT"},
    {"DVA", "d-valine", kAminoAcid, 'V', "", "N/1^ CA CB CG1 CG2 C^ O (OXT-)", "N-CA-CB-CG1 CA-C=O CB-CG2 C-OXT"},
    {"FME", "n-formylmethionine", kAminoAcid, 'M', "MET",
     "N/1 CN O1 CA CB CG SD CE C^ O (OXT-)",
     "N-CN=O1 N-CA-CB-CG-SD-CE CA-C=O C-OXT"},
    {"HIC", "4-methyl-histidine", kAminoAcid, 'H', "HIS",
     "N/1^ CA C^ O CB CG* ND1* CD2* CE1* NE2* CZ (OXT-)",
     "N-CA-C=O CA-CB-CG-ND1=CE1-NE2-CD2=CG C-OXT NE2-CZ"},
    {"HYP", "4-hydroxyproline", kAminoAcid, 'P', "PRO",
     "N^ CA C^ O CB CG CD OD1/1 (OXT-)",
     "N-CA-C=O N-CD-CG-CB-CA C-OXT CG-OD1"},
    {"KCX", "lysine nz-carboxylic acid", kAminoAcid, 'K', "LYS",
     "N/1^ CA CB CG CD CE NZ/1 C^ O CX (OXT-) OQ1 OQ2-",
     "N-CA-CB-CG-CD-CE-NZ-CX=OQ1 CA-C=O C-OXT CX-OQ2"},
    {"LLP", "lysine bound to pyridoxal phosphate", kAminoAcid, 'K', "LYS",
     "N1* C2* C2' C3* O3- C4* C4' C5* C6* C5' OP4 P OP1 OP2- OP3- N/1^ CA CB CG CD CE NZ+/1 C^ O (OXT-)",
     "N1=C2-C2' N1-C6=C5-C4=C3-C2 C3-O3 C4-C4'=NZ-CE-CD-CG-CB-CA-N C5-C5'-OP4-P=OP1 P-OP2 P-OP3 CA-C=O C-OXT"},
    {"M3L", "n-trimethyllysine", kAminoAcid, 'K', "LYS",
     "N/1^ CA CB CG CD CE NZ+ C^ O (OXT-) CM1 CM2 CM3",
     "N-CA-CB-CG-CD-CE-NZ-CM1 CA-C=O NZ-CM2 NZ-CM3 C-OXT"},
    {"MHO", "s-oxymethionine", kAminoAcid, 'M', "MET",
     "N/1^ CA CB CG SD CE C^ O (OXT-) OD1",
     "N-CA-CB-CG-SD-CE CA-C=O SD=OD1 C-OXT"},
    {"MLY", "n-dimethyl-lysine", kAminoAcid, 'K', "LYS",
     "N/1^ CA CB CG CD CE NZ+/1 CH1 CH2 C^ O (OXT-)",
     "N-CA-CB-CG-CD-CE-NZ-CH1 CA-C=O NZ-CH2 C-OXT"},
    {"MLZ", "n-methyl-lysine", kAminoAcid, 'K', "LYS",
     "N/1^ CA CB CG CD CE NZ+/2 CM C^ O (OXT-)",
     "N-CA-CB-CG-CD-CE-NZ-CM CA-C=O C-OXT"},
    {"MSE", "selenomethionine", kAminoAcid, 'M', "MET",
     "N/1^ CA C^ O (OXT-) CB CG SE.Se CE",
     "N-CA-C=O CA-CB-CG-SE-CE C-OXT"},
    {"NH2", "amino group", kAminoAcid, 'X', "", "N/2^", ""},
    {"NLE", "norleucine", kAminoAcid, 'L', "LEU", "N/1^ CA C^ O (OXT-) CB CG CD CE", "N-CA-C=O CA-CB-CG-CD-CE C-OXT"},
    {"NME", "methylamine", kAminoAcid, 'X', "", "N/1^ C", "N-C"},
    {"OCS", "cysteinesulfonic acid", kAminoAcid, 'C', "CYS",
     "N/1^ CA CB SG C^ O (OXT-) OD1 OD2- OD3",
     "N-CA-CB-SG=OD1 CA-C=O SG-OD2 SG=OD3 C-OXT"},
    {"OCY", "hydroxyethylcysteine", kAminoAcid, 'C', "CYS",
     "N/1^ CA CB SG CD CE OZ/1 C^ O (OXT-)",
     "N-CA-CB-SG-CD-CE-OZ CA-C=O C-OXT"},
    {"ORN", "l-ornithine", kAminoAcid, 'A', "ALA",
     "N/1^ CA CB CG CD NE+/3 C^ O (OXT-)",
     "N-CA-CB-CG-CD-NE CA-C=O C-OXT"},
    {"PCA", "pyroglutamic acid", kAminoAcid, 'Q', "GLN",
     "N/1 CA CB CG CD OE C^ O (OXT-)",
     "N-CA-CB-CG-CD-N CA-C=O CD=OE C-OXT"},
    {"PTR", "o-phosphotyrosine", kAminoAcid, 'Y', "TYR",
     "N/1^ CA C^ O (OXT-) CB CG* CD1* CD2* CE1* CE2* CZ* OH P O1P O2P- O3P-",
     "N-CA-C=O CA-CB-CG=CD1-CE1=CZ-CE2=CD2-CG C-OXT CZ-OH-P=O1P P-O2P P-O3P"},
    {"PYL", "pyrrolysine", kAminoAcid, 'O', "",
     "CB2 CG2 CD2 CE2 N2 CA2 C2 O2 NZ/1 CE CD CG CB CA C^ (OXT-) O N/1^",
     "CB2-CG2-CD2-CE2=N2-CA2-CG2 CA2-C2-NZ-CE-CD-CG-CB-CA-C-OXT C2=O2 CA-N C=O"},
    {"SCY", "s-acetyl-cysteine", kAminoAcid, 'C', "CYS",
     "N/1^ CA CB SG CD OCD CE C^ O (OXT-)",
     "N-CA-CB-SG-CD=OCD CA-C=O CD-CE C-OXT"},
    {"SEC", "selenocysteine", kAminoAcid, 'U', "", "N/1^ CA CB SE.Se- C^ O (OXT-)", "N-CA-CB-SE CA-C=O C-OXT"},
    {"SEP", "phosphoserine", kAminoAcid, 'S', "SER",
     "N/1^ CA CB OG C^ O (OXT-) P O1P O2P- O3P-",
     "N-CA-CB-OG-P=O1P CA-C=O C-OXT P-O2P P-O3P"},
    {"SMC", "s-methylcysteine", kAminoAcid, 'C', "CYS", "N/1^ CA CB SG CS C^ O (OXT-)", "N-CA-CB-SG-CS CA-C=O C-OXT"},
    {"TPO", "phosphothreonine", kAminoAcid, 'T', "THR",
     "N/1^ CA CB CG2 OG1 P O1P O2P- O3P- C^ O (OXT-)",
     "N-CA-CB-CG2 CA-C=O CB-OG1-P=O1P P-O2P P-O3P C-OXT"},
    {"TYS", "o-sulfo-l-tyrosine", kAminoAcid, 'Y', "TYR",
     "N/1^ CA CB CG* CD1* CD2* CE1* CE2* CZ* OH S O1 O2 O3- C^ O (OXT-)",
     "N-CA-CB-CG=CD1-CE1=CZ-CE2=CD2-CG CA-C=O CZ-OH-S=O1 S=O2 S-O3 C-OXT"},
    // Nucleotides
    {"1MA", "6-hydro-1-methyladenosine-5'-monophosphate", kNucleotide, 'A', "A",
     "P^ OP1 OP2- (OP3-) O5' C5' C4' O4' C3' O3'^ C2' O2'/1 C1' N9* C8* N7* C5* C6 N6/1 N1 CM1 C2 N3 C4*",
     "P=OP1 P-OP2 P-OP3 P-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' C3'-O3' C2'-O2' C1'-N9-C8=N7-C5-C6=N6 N9-C4=C5 "
     "C6-N1-CM1 N1-C2=N3-C4"},
    {"2MG", "2n-methylguanosine-5'-monophosphate", kNucleotide, 'G', "G",
     "P^ OP1 OP2- (OP3-) O5' C5' C4' O4' C3' O3'^ C2' O2'/1 C1' N9* C8* N7* C5* C6 O6 N1/1 C2 N2/1 CM2 N3 C4*",
     "P=OP1 P-OP2 P-OP3 P-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' C3'-O3' C2'-O2' C1'-N9-C8=N7-C5-C6=O6 N9-C4=C5 "
     "C6-N1-C2-N2-CM2 C2=N3-C4"},
    {"4SU", "4-thiouridine-5'-monophosphate", kNucleotide, 'U', "U",
     "N1 C2 N3/1 C4 C5 C6 O2 S4 C1' C2' O2'/1 C3' C4' O3'^ O4' C5' O5' P^ OP1 OP2- (OP3-)",
     "N1-C2-N3-C4-C5=C6-N1-C1'-C2'-O2' C2=O2 C4=S4 C1'-O4'-C4'-C3'-C2' C3'-O3' C4'-C5'-O5'-P=OP1 P-OP2 P-OP3"},
    {"5MC", "5-methylcytidine-5'-monophosphate", kNucleotide, 'C', "C",
     "P^ OP1 OP2- (OP3-) O5' C5' C4' O4' C3' O3'^ C2' O2'/1 C1' N1 C2 O2 N3 C4 N4/2 C5 C6 CM5",
     "P=OP1 P-OP2 P-OP3 P-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' C3'-O3' C2'-O2' C1'-N1-C2=O2 N1-C6=C5-C4=N3-C2 C4-N4 "
     "C5-CM5"},
    {"5MU", ";5-methyluridine 5'-monophosphate", kNucleotide, 'U', "U",
     "N1 C2 N3/1 C4 C5 C5M C6 O2 O4 C1' C2' O2'/1 C3' C4' O3'^ O4' C5' O5' P^ OP1 OP2- (OP3-)",
     "N1-C2-N3-C4-C5-C5M N1-C6=C5 N1-C1'-C2'-O2' C2=O2 C4=O4 C1'-O4'-C4'-C3'-C2' C3'-O3' C4'-C5'-O5'-P=OP1 "
     "P-OP2 P-OP3"},
    {"7MG", "7n-methyl-8-hydroguanosine-5'-monophosphate", kNucleotide, 'G', "G",
     "P^ OP1 OP2- (OP3-) O5' C5' C4' O4' C3' O3'^ C2' O2'/1 C1' N9 C8 N7 C5 C6 O6 N1/1 C2 N2/2 N3 C4 CM7",
     "P=OP1 P-OP2 P-OP3 P-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' C3'-O3' C2'-O2' C1'-N9-C8-N7-C5-C6=O6 N9-C4=C5 "
     "N7-CM7 C6-N1-C2-N2 C2=N3-C4"},
    {"A", "adenosine-5'-monophosphate", kNucleotide, 'A', "",
     "(OP3-) P^ OP1 OP2- O5' C5' C4' O4' C3' O3'^ C2' O2'/1 C1' N9* C8* N7* C5* C6* N6/2 N1* C2* N3* C4*",
     "OP3-P=OP1 P-OP2 P-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' C3'-O3' C2'-O2' C1'-N9-C8=N7-C5-C6-N6 N9-C4=C5 "
     "C6=N1-C2=N3-C4"},
    {"C", "cytidine-5'-monophosphate", kNucleotide, 'C', "",
     "(OP3-) P^ OP1 OP2- O5' C5' C4' O4' C3' O3'^ C2' O2'/1 C1' N1 C2 O2 N3 C4 N4/2 C5 C6",
     "OP3-P=OP1 P-OP2 P-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' C3'-O3' C2'-O2' C1'-N1-C2=O2 N1-C6=C5-C4=N3-C2 C4-N4"},
    {"DA", "2'-deoxyadenosine-5'-monophosphate", kNucleotide, 'A', "",
     "(OP3-) P^ OP1 OP2- O5' C5' C4' O4' C3' O3'^ C2' C1' N9* C8* N7* C5* C6* N6/2 N1* C2* N3* C4*",
     "OP3-P=OP1 P-OP2 P-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' C3'-O3' C1'-N9-C8=N7-C5-C6-N6 N9-C4=C5 C6=N1-C2=N3-C4"},
    {"DC", "2'-deoxycytidine-5'-monophosphate", kNucleotide, 'C', "",
     "(OP3-) P^ OP1 OP2- O5' C5' C4' O4' C3' O3'^ C2' C1' N1 C2 O2 N3 C4 N4/2 C5 C6",
     "OP3-P=OP1 P-OP2 P-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' C3'-O3' C1'-N1-C2=O2 N1-C6=C5-C4=N3-C2 C4-N4"},
    {"DG", "2'-deoxyguanosine-5'-monophosphate", kNucleotide, 'G', "",
     "(OP3-) P^ OP1 OP2- O5' C5' C4' O4' C3' O3'^ C2' C1' N9* C8* N7* C5* C6 O6 N1/1 C2 N2/2 N3 C4*",
     "OP3-P=OP1 P-OP2 P-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' C3'-O3' C1'-N9-C8=N7-C5-C6=O6 N9-C4=C5 C6-N1-C2-N2 "
     "C2=N3-C4"},
    {"DT", "thymidine-5'-monophosphate", kNucleotide, 'T', "",
     "(OP3-) P^ OP1 OP2- O5' C5' C4' O4' C3' O3'^ C2' C1' N1 C2 O2 N3/1 C4 O4 C5 C7 C6",
     "OP3-P=OP1 P-OP2 P-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' C3'-O3' C1'-N1-C2=O2 N1-C6=C5-C4-N3-C2 C4=O4 C5-C7"},
    {"DU", "2'-deoxyuridine-5'-monophosphate", kNucleotide, 'U', "",
     "(OP3-) P^ OP1 OP2- O5' C5' C4' O4' C3' O3'^ C2' C1' N1 C2 O2 N3/1 C4 O4 C5 C6",
     "OP3-P=OP1 P-OP2 P-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' C3'-O3' C1'-N1-C2=O2 N1-C6=C5-C4-N3-C2 C4=O4"},
    {"G", "guanosine-5'-monophosphate", kNucleotide, 'G', "",
     "(OP3-) P^ OP1 OP2- O5' C5' C4' O4' C3' O3'^ C2' O2'/1 C1' N9* C8* N7* C5* C6 O6 N1/1 C2 N2/2 N3 C4*",
     "OP3-P=OP1 P-OP2 P-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' C3'-O3' C2'-O2' C1'-N9-C8=N7-C5-C6=O6 N9-C4=C5 "
     "C6-N1-C2-N2 C2=N3-C4"},
    {"H2U", "5,6-dihydrouridine-5'-monophosphate", kNucleotide, 'U', "U",
     "P^ OP1 OP2- (OP3-) O5' C5' C4' O4' C3' O3'^ C1' C2' O2'/1 N1 C2 O2 N3/1 C4 O4 C5 C6",
     "P=OP1 P-OP2 P-OP3 P-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' C3'-O3' C1'-N1-C2=O2 C2'-O2' N1-C6-C5-C4-N3-C2 C4=O4"},
    {"I", "inosinic acid", kNucleotide, 'I', "",
     "(OP3-) P^ OP1 OP2- O5' C5' C4' O4' C3' O3'^ C2' O2'/1 C1' N9* C8* N7* C5* C6 O6 N1/1 C2 N3 C4*",
     "OP3-P=OP1 P-OP2 P-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' C3'-O3' C2'-O2' C1'-N9-C8=N7-C5-C6=O6 N9-C4=C5 "
     "C6-N1-C2=N3-C4"},
    {"M2G", "n2-dimethylguanosine-5'-monophosphate", kNucleotide, 'G', "G",
     "P^ OP1 OP2- (OP3-) O5' C5' C4' O4' C3' O3'^ C2' O2'/1 C1' N9* C8* N7* C5* C6 O6 N1/1 C2 N2 N3 C4* CM1 "
     "CM2",
     "P=OP1 P-OP2 P-OP3 P-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' C3'-O3' C2'-O2' C1'-N9-C8=N7-C5-C6=O6 N9-C4=C5 "
     "C6-N1-C2-N2-CM1 C2=N3-C4 N2-CM2"},
    {"OMC", "o2'-methylycytidine-5'-monophosphate", kNucleotide, 'C', "C",
     "N1 C2 N3 C4 C5 C6 O2 N4/2 C1' C2' O2' CM2 C3' C4' O4' O3'^ C5' O5' P^ OP1 OP2- (OP3-)",
     "N1-C2-N3=C4-C5=C6-N1-C1'-C2'-O2'-CM2 C2=O2 C4-N4 C1'-O4'-C4'-C3'-C2' C3'-O3' C4'-C5'-O5'-P=OP1 P-OP2 "
     "P-OP3"},
    {"OMG", "o2'-methylguanosine-5'-monophosphate", kNucleotide, 'G', "G",
     "P^ OP1 OP2- (OP3-) O5' C5' C4' O4' C3' O3'^ C2' O2' CM2 C1' N9* C8* N7* C5* C6 O6 N1/1 C2 N2/2 N3 C4*",
     "P=OP1 P-OP2 P-OP3 P-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' C3'-O3' C2'-O2'-CM2 C1'-N9-C8=N7-C5-C6=O6 N9-C4=C5 "
     "C6-N1-C2-N2 C2=N3-C4"},
    {"PSU", "pseudouridine-5'-monophosphate", kNucleotide, 'U', "U",
     "N1/1 C2 N3/1 C4 C5 C6 O2 O4 C1' C2' O2'/1 C3' C4' O3'^ O4' C5' O5' P^ OP1 OP2- (OP3-)",
     "N1-C2-N3-C4-C5=C6-N1 C2=O2 C4=O4 C5-C1'-C2'-O2' C1'-O4'-C4'-C3'-C2' C3'-O3' C4'-C5'-O5'-P=OP1 P-OP2 "
     "P-OP3"},
    {"U", "uridine-5'-monophosphate", kNucleotide, 'U', "",
     "(OP3-) P^ OP1 OP2- O5' C5' C4' O4' C3' O3'^ C2' O2'/1 C1' N1 C2 O2 N3/1 C4 O4 C5 C6",
     "OP3-P=OP1 P-OP2 P-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' C3'-O3' C2'-O2' C1'-N1-C2=O2 N1-C6=C5-C4-N3-C2 C4=O4"},
    // Sugars
    {"A2G", "2-acetamido-2-deoxy-alpha-d-galactopyranose", kSugar, 'X', "",
     "O5 C1 (O1/1) C2 N2/1 C3 O3/1 C4 O4/1 C5 C6 O6/1 C7 O7 C8",
     "O5-C5-C4-C3-C2-C1-O5 C1-O1 C2-N2-C7=O7 C3-O3 C4-O4 C5-C6-O6 C7-C8"},
    {"BDP", "beta-d-glucopyranuronic acid", kSugar, 'X', "",
     "C1 C2 C3 C4 C5 C6 O2/1 O3/1 O4/1 O5 O6A (O1/1) O6B-",
     "C1-C2-C3-C4-C5-C6=O6A C1-O5-C5 C1-O1 C2-O2 C3-O3 C4-O4 C6-O6B"},
    {"BGC", "beta-d-glucopyranose", kSugar, 'X', "",
     "C2 C3 C4 C5 C6 C1 (O1/1) O2/1 O3/1 O4/1 O5 O6/1",
     "C2-C3-C4-C5-C6-O6 C2-C1-O1 C2-O2 C3-O3 C4-O4 C5-O5-C1"},
    {"BMA", "beta-d-mannopyranose", kSugar, 'X', "",
     "C1 C2 C3 C4 C5 C6 (O1/1) O2/1 O3/1 O4/1 O5 O6/1",
     "C1-C2-C3-C4-C5-C6-O6 C1-O1 C1-O5-C5 C2-O2 C3-O3 C4-O4"},
    {"FRU", "beta-d-fructofuranose", kSugar, 'X', "",
     "C1 C2 C3 C4 C5 C6 O1/1 (O2/1) O3/1 O4/1 O5 O6/1",
     "C1-C2-C3-C4-C5-C6-O6 C1-O1 C2-O2 C2-O5-C5 C3-O3 C4-O4"},
    {"FUC", "alpha-l-fucopyranose", kSugar, 'X', "",
     "C1 C2 C3 C4 C5 C6 (O1/1) O2/1 O3/1 O4/1 O5",
     "C1-C2-C3-C4-C5-C6 C1-O1 C1-O5-C5 C2-O2 C3-O3 C4-O4"},
    {"FUL", "beta-l-fucopyranose", kSugar, 'X', "",
     "C1 C2 O2/1 C3 O3/1 C4 O4/1 C5 C6 O5 (O1/1)",
     "C1-C2-O2 C1-O5-C5-C4-C3-C2 C1-O1 C3-O3 C4-O4 C5-C6"},
    {"GAL", "beta-d-galactopyranose", kSugar, 'X', "",
     "C1 C2 C3 C4 C5 C6 (O1/1) O2/1 O3/1 O4/1 O5 O6/1",
     "C1-C2-C3-C4-C5-C6-O6 C1-O1 C1-O5-C5 C2-O2 C3-O3 C4-O4"},
    {"GCU", "alpha-d-glucopyranuronic acid", kSugar, 'X', "",
     "C1 C2 C3 C4 C5 C6 (O1/1) O2/1 O3/1 O4/1 O5 O6A O6B-",
     "C1-C2-C3-C4-C5-C6=O6A C1-O1 C1-O5-C5 C2-O2 C3-O3 C4-O4 C6-O6B"},
    {"GLA", "alpha-d-galactopyranose", kSugar, 'X', "",
     "C1 C2 C3 C4 C5 C6 (O1/1) O2/1 O3/1 O4/1 O5 O6/1",
     "C1-C2-C3-C4-C5-C6-O6 C1-O1 C1-O5-C5 C2-O2 C3-O3 C4-O4"},
    {"GLC", "alpha-d-glucopyranose", kSugar, 'X', "",
     "C1 C2 C3 C4 C5 C6 (O1/1) O2/1 O3/1 O4/1 O5 O6/1",
     "C1-C2-C3-C4-C5-C6-O6 C1-O1 C1-O5-C5 C2-O2 C3-O3 C4-O4"},
    {"IDR", "alpha-l-idopyranuronic acid", kSugar, 'X', "",
     "C1 C2 C3 C4 C5 C6 (O1/1) O2/1 O3/1 O4/1 O5 O6A O6B-",
     "C1-C2-C3-C4-C5-C6=O6A C1-O1 C1-O5-C5 C2-O2 C3-O3 C4-O4 C6-O6B"},
    {"MAN", "alpha-d-mannopyranose", kSugar, 'X', "",
     "C1 C2 C3 C4 C5 C6 (O1/1) O2/1 O3/1 O4/1 O5 O6/1",
     "C1-C2-C3-C4-C5-C6-O6 C1-O1 C1-O5-C5 C2-O2 C3-O3 C4-O4"},
    {"NAG", "2-acetamido-2-deoxy-beta-d-glucopyranose", kSugar, 'X', "",
     "C1 C2 C3 C4 C5 C6 C7 C8 N2/1 (O1/1) O3/1 O4/1 O5 O6/1 O7",
     "C1-C2-C3-C4-C5-C6-O6 C1-O1 C1-O5-C5 C2-N2-C7-C8 C3-O3 C4-O4 C7=O7"},
    {"NDG", "2-acetamido-2-deoxy-alpha-d-glucopyranose", kSugar, 'X', "",
     "C1 C2 C3 C4 C5 C6 C7 C8 O5 O3/1 O4/1 O6/1 O7 N2/1 (O1/1)",
     "C1-C2-C3-C4-C5-C6-O6 C1-O5-C5 C1-O1 C2-N2-C7-C8 C3-O3 C4-O4 C7=O7"},
    {"NGA", "2-acetamido-2-deoxy-beta-d-galactopyranose", kSugar, 'X', "",
     "C1 C2 C3 C4 C5 C6 C7 C8 N2/1 (O1/1) O3/1 O4/1 O5 O6/1 O7",
     "C1-C2-C3-C4-C5-C6-O6 C1-O1 C1-O5-C5 C2-N2-C7-C8 C3-O3 C4-O4 C7=O7"},
    {"RAM", "alpha-l-rhamnopyranose", kSugar, 'X', "",
     "C1 C2 C3 C4 C5 C6 (O1/1) O2/1 O3/1 O4/1 O5",
     "C1-C2-C3-C4-C5-C6 C1-O1 C1-O5-C5 C2-O2 C3-O3 C4-O4"},
    {"RIB", "alpha-d-ribofuranose", kSugar, 'X', "",
     "O5/1 C5 C4 O4 C3 O3/1 C2 O2/1 C1 (O1/1)",
     "O5-C5-C4-O4-C1-C2-C3-C4 C3-O3 C2-O2 C1-O1"},
    {"RIP", "beta-d-ribopyranose", kSugar, 'X', "",
     "C1 C2 C3 C4 C5 (O1/1) O2/1 O3/1 O4/1 O5",
     "C1-C2-C3-C4-C5-O5-C1-O1 C2-O2 C3-O3 C4-O4"},
    {"SIA", "n-acetyl-alpha-neuraminic acid", kSugar, 'X', "",
     "C1 C2 C3 C4 C5 C6 C7 C8 C9 C10 C11 N5/1 O1A O1B- (O2/1) O4/1 O6 O7/1 O8/1 O9/1 O10",
     "C1-C2-C3-C4-C5-C6-C7-C8-C9-O9 C1=O1A C1-O1B C2-O2 C2-O6-C6 C4-O4 C5-N5-C10-C11 C7-O7 C8-O8 C10=O10"},
    {"SLB", "n-acetyl-beta-neuraminic acid", kSugar, 'X', "",
     "C1 C2 C3 C4 C5 C6 C7 C8 C9 C10 C11 N5/1 O1A O1B- (O2/1) O4/1 O6 O7/1 O8/1 O9/1 O10",
     "C1-C2-C3-C4-C5-C6-C7-C8-C9-O9 C1=O1A C1-O1B C2-O2 C2-O6-C6 C4-O4 C5-N5-C10-C11 C7-O7 C8-O8 C10=O10"},
    {"XYP", "beta-d-xylopyranose", kSugar, 'X', "",
     "(O1/1) C1 C2 C3 C4 C5 O2/1 O3/1 O4/1 O5",
     "O1-C1-C2-C3-C4-C5-O5-C1 C2-O2 C3-O3 C4-O4"},
    {"XYS", "alpha-d-xylopyranose", kSugar, 'X', "",
     "C1 C2 C3 C4 C5 (O1/1) O2/1 O3/1 O4/1 O5",
     "C1-C2-C3-C4-C5-O5-C1-O1 C2-O2 C3-O3 C4-O4"},
    // Waters
    {"DOD", "deuterated water", kWater, 'X', "", "O/2", ""},
    {"HOH", "water", kWater, 'X', "", "O/2", ""},
    // Ions
    {"3CO", "cobalt (iii) ion", kIon, 'X', "", "CO.Co+3", ""},
    {"AF3", "aluminum fluoride", kIon, 'X', "", "AL.Al F1 F2 F3", "AL~F1 AL~F2 AL~F3"},
    {"AG", "silver ion", kIon, 'X', "", "AG.Ag+", ""},
    {"AL", "aluminum ion", kIon, 'X', "", "AL.Al+3", ""},
    {"ALF", "tetrafluoroaluminate ion", kIon, 'X', "", "AL.Al- F1 F2 F3 F4", "AL~F1 AL~F2 AL~F3 AL~F4"},
    {"ARS", "arsenic", kIon, 'X', "", "AS.As", ""},
    {"AZI", "azide ion", kIon, 'X', "", "N1- N2+ N3-", "N1=N2=N3"},
    {"BA", "barium ion", kIon, 'X', "", "BA.Ba+2", ""},
    {"BCT", "bicarbonate ion", kIon, 'X', "", "C O1 O2- O3-", "C=O1 C-O2 C-O3"},
    {"BEF", "beryllium trifluoride ion", kIon, 'X', "", "BE.Be- F1 F2 F3", "BE~F1 BE~F2 BE~F3"},
    {"BR", "bromide ion", kIon, 'X', "", "BR.Br-", ""},
    {"CA", "calcium ion", kIon, 'X', "", "CA.Ca+2", ""},
    {"CAC", "cacodylate ion", kIon, 'X', "", "AS.As O1 O2- C1 C2", "AS=O1 AS-O2 AS-C1 AS-C2"},
    {"CD", "cadmium ion", kIon, 'X', "", "CD.Cd+2", ""},
    {"CL", "chloride ion", kIon, 'X', "", "CL.Cl-", ""},
    {"CO", "cobalt (ii) ion", kIon, 'X', "", "CO.Co+2", ""},
    {"CO3", "carbonate ion", kIon, 'X', "", "C O1 O2- O3-", "C=O1 C-O2 C-O3"},
    {"CS", "cesium ion", kIon, 'X', "", "CS.Cs+", ""},
    {"CU", "copper (ii) ion", kIon, 'X', "", "CU.Cu+2", ""},
    {"CU1", "copper (i) ion", kIon, 'X', "", "CU.Cu+", ""},
    {"CYN", "cyanide ion", kIon, 'X', "", "C- N", "C#N"},
    {"EU", "europium ion", kIon, 'X', "", "EU.Eu+2", ""},
    {"F", "fluoride ion", kIon, 'X', "", "F-", ""},
    {"FE", "fe (iii) ion", kIon, 'X', "", "FE.Fe+3", ""},
    {"FE2", "fe (ii) ion", kIon, 'X', "", "FE.Fe+2", ""},
    {"GD", "gadolinium atom", kIon, 'X', "", "GD.Gd", ""},
    {"HG", "mercury (ii) ion", kIon, 'X', "", "HG.Hg+2", ""},
    {"IOD", "iodide ion", kIon, 'X', "", "I-", ""},
    {"K", "potassium ion", kIon, 'X', "", "K+", ""},
    {"LA", "lanthanum (iii) ion", kIon, 'X', "", "LA.La+3", ""},
    {"LI", "lithium ion", kIon, 'X', "", "LI.Li+", ""},
    {"MG", "magnesium ion", kIon, 'X', "", "MG.Mg+2", ""},
    {"MGF", "trifluoromagnesate", kIon, 'X', "", "F1 MG.Mg- F2 F3", "F1~MG~F2 MG~F3"},
    {"MN", "manganese (ii) ion", kIon, 'X', "", "MN.Mn+2", ""},
    {"MN3", "manganese (iii) ion", kIon, 'X', "", "MN.Mn+3", ""},
    {"MOO", "molybdate ion", kIon, 'X', "", "MO.Mo O1 O2 O3- O4-", "MO~O1 MO~O2 MO~O3 MO~O4"},
    {"NA", "sodium ion", kIon, 'X', "", "NA.Na+", ""},
    {"NH4", "ammonium ion", kIon, 'X', "", "N+/4", ""},
    {"NI", "nickel (ii) ion", kIon, 'X', "", "NI.Ni+2", ""},
    {"NO3", "nitrate ion", kIon, 'X', "", "N+ O1 O2- O3-", "N=O1 N-O2 N-O3"},
    {"OH", "hydroxide ion", kIon, 'X', "", "O-/1", ""},
    {"OXY", "oxygen molecule", kIon, 'X', "", "O1 O2", "O1=O2"},
    {"PB", "lead (ii) ion", kIon, 'X', "", "PB.Pb+2", ""},
    {"PER", "peroxide ion", kIon, 'X', "", "O1- O2-", "O1-O2"},
    {"PI", "hydrogenphosphate ion", kIon, 'X', "", "P O1 O2- O3- O4-", "P=O1 P-O2 P-O3 P-O4"},
    {"PO4", "phosphate ion", kIon, 'X', "", "P O1 O2- O3- O4-", "P=O1 P-O2 P-O3 P-O4"},
    {"POP", "pyrophosphate 2-", kIon, 'X', "",
     "P1 O1 O2- O3- O P2 O4 O5- O6-",
     "P1=O1 P1-O2 P1-O3 P1-O-P2=O4 P2-O5 P2-O6"},
    {"PPV", "pyrophosphate", kIon, 'X', "",
     "O11- P1 O21- O31 OPP P2 O12- O22 O32-",
     "O11-P1-O21 P1=O31 P1-OPP-P2-O12 P2=O22 P2-O32"},
    {"PT", "platinum (ii) ion", kIon, 'X', "", "PT.Pt+2", ""},
    {"RB", "rubidium ion", kIon, 'X', "", "RB.Rb+", ""},
    {"SCN", "thiocyanate ion", kIon, 'X', "", "S- C N", "S-C#N"},
    {"SM", "samarium (iii) ion", kIon, 'X', "", "SM.Sm+3", ""},
    {"SO4", "sulfate ion", kIon, 'X', "", "S O1 O2 O3- O4-", "S=O1 S=O2 S-O3 S-O4"},
    {"SR", "strontium ion", kIon, 'X', "", "SR.Sr+2", ""},
    {"TB", "terbium(iii) ion", kIon, 'X', "", "TB.Tb+3", ""},
    {"TL", "thallium (i) ion", kIon, 'X', "", "TL.Tl+", ""},
    {"VO4", "vanadate ion", kIon, 'X', "", "V O1 O2- O3- O4-", "V~O1 V~O2 V~O3 V~O4"},
    {"WO4", "tungstate(vi)ion", kIon, 'X', "", "W O1 O2 O3- O4-", "W~O1 W~O2 W~O3 W~O4"},
    {"YB", "ytterbium (iii) ion", kIon, 'X', "", "YB.Yb+3", ""},
    {"ZN", "zinc ion", kIon, 'X', "", "ZN.Zn+2", ""},
    // Cofactors
    {"5GP", "guanosine-5'-monophosphate", kCofactor, 'X', "",
     "P O1P O2P- O3P- O5' C5' C4' O4' C3' O3'/1 C2' O2'/1 C1' N9* C8* N7* C5* C6 O6 N1/1 C2 N2/2 N3 C4*",
     "P=O1P P-O2P P-O3P P-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' C3'-O3' C2'-O2' C1'-N9-C8=N7-C5-C6=O6 N9-C4=C5 "
     "C6-N1-C2-N2 C2=N3-C4"},
    {"ACO", "acetyl coenzyme *a", kCofactor, 'X', "",
     "N1A* C2A* N3A* C4A* C5A* C6A* N6A/2 N7A* C8A* N9A* C1B C2B O2B/1 C3B O3B P3B O7A O8A- O9A- C4B O4B C5B "
     "O5B P1A O1A O2A- O3A P2A O4A O5A- O6A CBP CCP CDP CEP CAP OAP/1 C9P O9P N8P/1 C7P C6P C5P O5P N4P/1 C3P "
     "C2P S1P C O CH3",
     "N1A-C2A=N3A-C4A=C5A-C6A=N1A C4A-N9A-C8A=N7A-C5A C6A-N6A N9A-C1B-C2B-O2B C1B-O4B-C4B-C3B-C2B "
     "C3B-O3B-P3B=O7A P3B-O8A P3B-O9A C4B-C5B-O5B-P1A=O1A P1A-O2A P1A-O3A-P2A=O4A P2A-O5A P2A-O6A-CCP-CBP-CDP "
     "CBP-CEP CBP-CAP-OAP CAP-C9P=O9P C9P-N8P-C7P-C6P-C5P=O5P C5P-N4P-C3P-C2P-S1P-C=O C-CH3"},
    {"ACP", "phosphomethylphosphonic acid adenylate ester", kCofactor, 'X', "",
     "PG O1G O2G- O3G- PB O1B O2B- C3B PA O1A O2A- O3A O5' C5' C4' O4' C3' O3'/1 C2' O2'/1 C1' N9* C8* N7* C5* "
     "C6* N6/2 N1* C2* N3* C4*",
     "PG=O1G PG-O2G PG-O3G PG-C3B-PB=O1B PB-O2B PB-O3A-PA=O1A PA-O2A PA-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' "
     "C3'-O3' C2'-O2' C1'-N9-C8=N7-C5-C6-N6 N9-C4=C5 C6=N1-C2=N3-C4"},
    {"ADP", "adenosine-5'-diphosphate", kCofactor, 'X', "",
     "PB O1B O2B- O3B- PA O1A O2A- O3A O5' C5' C4' O4' C3' O3'/1 C2' O2'/1 C1' N9* C8* N7* C5* C6* N6/2 N1* "
     "C2* N3* C4*",
     "PB=O1B PB-O2B PB-O3B PB-O3A-PA=O1A PA-O2A PA-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' C3'-O3' C2'-O2' "
     "C1'-N9-C8=N7-C5-C6-N6 N9-C4=C5 C6=N1-C2=N3-C4"},
    {"AGS", "phosphothiophosphoric acid-adenylate ester", kCofactor, 'X', "",
     "PG S1G O2G- O3G- PB O1B O2B- O3B PA O1A O2A- O3A O5' C5' C4' O4' C3' O3'/1 C2' O2'/1 C1' N9* C8* N7* C5* "
     "C6* N6/2 N1* C2* N3* C4*",
     "PG=S1G PG-O2G PG-O3G PG-O3B-PB=O1B PB-O2B PB-O3A-PA=O1A PA-O2A PA-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' "
     "C3'-O3' C2'-O2' C1'-N9-C8=N7-C5-C6-N6 N9-C4=C5 C6=N1-C2=N3-C4"},
    {"AKG", "2-oxoglutaric acid", kCofactor, 'X', "",
     "C1 O1 O2- C2 O5 C3 C4 C5 O3 O4-",
     "C1=O1 C1-O2 C1-C2=O5 C2-C3-C4-C5=O3 C5-O4"},
    {"AMP", "adenosine monophosphate", kCofactor, 'X', "",
     "P O1P O2P- O3P- O5' C5' C4' O4' C3' O3'/1 C2' O2'/1 C1' N9* C8* N7* C5* C6* N6/2 N1* C2* N3* C4*",
     "P=O1P P-O2P P-O3P P-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' C3'-O3' C2'-O2' C1'-N9-C8=N7-C5-C6-N6 N9-C4=C5 "
     "C6=N1-C2=N3-C4"},
    {"ANP", "phosphoaminophosphonic acid-adenylate ester", kCofactor, 'X', "",
     "PG O1G O2G- O3G- PB O1B O2B- N3B/1 PA O1A O2A- O3A O5' C5' C4' O4' C3' O3'/1 C2' O2'/1 C1' N9* C8* N7* "
     "C5* C6* N6/2 N1* C2* N3* C4*",
     "PG=O1G PG-O2G PG-O3G PG-N3B-PB=O1B PB-O2B PB-O3A-PA=O1A PA-O2A PA-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' "
     "C3'-O3' C2'-O2' C1'-N9-C8=N7-C5-C6-N6 N9-C4=C5 C6=N1-C2=N3-C4"},
    {"ASC", "ascorbic acid", kCofactor, 'X', "",
     "C1 C2 C3 C4 C5 C6 O1 O2/1 O3/1 O4 O5/1 O6/1",
     "C1-C2=C3-C4-C5-C6-O6 C1=O1 C1-O4-C4 C2-O2 C3-O3 C5-O5"},
    {"ATP", "adenosine-5'-triphosphate", kCofactor, 'X', "",
     "PG O1G O2G- O3G- PB O1B O2B- O3B PA O1A O2A- O3A O5' C5' C4' O4' C3' O3'/1 C2' O2'/1 C1' N9* C8* N7* C5* "
     "C6* N6/2 N1* C2* N3* C4*",
     "PG=O1G PG-O2G PG-O3G PG-O3B-PB=O1B PB-O2B PB-O3A-PA=O1A PA-O2A PA-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' "
     "C3'-O3' C2'-O2' C1'-N9-C8=N7-C5-C6-N6 N9-C4=C5 C6=N1-C2=N3-C4"},
    {"B12", "cobalamin", kCofactor, 'X', "",
     "CO.Co+2 N21 N22 N23 N24 C1 C20 C2 C25 C26 C27 O28 N29/2 C3 C30 C31 C32 O34 N33/2 C4 C5 C35 C6 C7 C36 C37 "
     "C38 O39 N40/2 C8 C41 C42 C43 O44 N45/2 C9 C10 C11 C12 C46 C47 C13 C48 C49 C50 O51 N52/2 C14 C15 C53 C16 "
     "C17 C54 C55 C56 C57 O58 N59/1 C18 C60 C61 O63 N62/2 C19 C1P C2P C3P O3 O4 O5- P O2 C3R C2R O7R/1 C1R O6R "
     "C4R C5R O8R/1 N1B* C8B* C2B* N3B* C9B* C4B* C5B* C5M C6B* C6M C7B*",
     "CO~N21-C1-C20 CO~N22-C6=C5-C4=N21 CO~N23-C11=C10-C9=N22 CO~N24=C16-C15=C14-N23 N24-C19-C1-C2-C25 "
     "C2-C26-C27=O28 C2-C3-C30-C31-C32=O34 C27-N29 C3-C4 C32-N33 C5-C35 C6-C7-C36 C7-C37-C38=O39 "
     "C7-C8-C41-C42-C43=O44 C38-N40 C8-C9 C43-N45 C11-C12-C46 C12-C47 C12-C13-C48-C49-C50=O51 C13-C14 C50-N52 "
     "C15-C53 C16-C17-C54 C17-C55-C56-C57=O58 C17-C18-C60-C61=O63 C57-N59-C1P-C2P-C3P C18-C19 C61-N62 "
     "C2P-O3-P=O4 O5-P-O2-C3R-C2R-O7R C3R-C4R-O6R-C1R-C2R C1R-N1B-C8B=C9B-N3B=C2B-N1B C4R-C5R-O8R "
     "C8B-C7B=C6B-C5B=C4B-C9B C5B-C5M C6B-C6M"},
    {"BCL", "bacteriochlorophyll a", kCofactor, 'X', "",
     "MG.Mg+2 CHA CHB CHC CHD NA C1A C2A C3A C4A CMA CAA CBA CGA O1A O2A NB*- C1B* C2B* C3B* C4B* CMB CAB OBB "
     "CBB NC C1C C2C C3C C4C CMC CAC CBC ND*- C1D* C2D* C3D* C4D* CMD CAD OBD CBD CGD O1D O2D CED C1 C2 C3 C4 "
     "C5 C6 C7 C8 C9 C10 C11 C12 C13 C14 C15 C16 C17 C18 C19 C20",
     "MG~NA=C1A-CHA=C4D-ND~MG~NB-C1B-CHB=C4A-NA MG~NC-C1C=CHC-C4B-NB CHA-CBD-CAD-C3D=C2D-C1D=CHD-C4C=NC "
     "C1A-C2A-C3A-C4A C2A-CAA-CBA-CGA=O1A C3A-CMA CGA-O2A-C1-C2=C3-C4 C1B=C2B-C3B=C4B C2B-CMB C3B-CAB=OBB "
     "CAB-CBB C1C-C2C-C3C-C4C C2C-CMC C3C-CAC-CBC ND-C1D C2D-CMD C3D-C4D CAD=OBD CBD-CGD=O1D CGD-O2D-CED "
     "C3-C5-C6-C7-C8-C9 C8-C10-C11-C12-C13-C14 C13-C15-C16-C17-C18-C19 C18-C20"},
    {"BIO", "biopterin", kCofactor, 'X', "",
     "N1* N2/2 C2* N3*/1 C4* O4 C4A* C8A* N8* C7* C6* N5* C9 O9/1 C10 O10/1 C11",
     "N1=C2-N2 N1-C8A-C4A-C4-N3-C2 C4=O4 C4A=N5-C6=C7-N8=C8A C6-C9-O9 C9-C10-O10 C10-C11"},
    {"BTN", "biotin", kCofactor, 'X', "",
     "C11 O11 O12- C10 C9 C8 C7 C2 S1 C6 C5 N1/1 C3 O3 N2/1 C4",
     "C11=O11 C11-O12 C11-C10-C9-C8-C7-C2-S1-C6-C5-N1-C3=O3 C2-C4-C5 C3-N2-C4"},
    {"C2E", "cyclic diguanosine monophosphate", kCofactor, 'X', "",
     "P1 O2P- O1P O5' C5' C4' O4' C3' O3' C2' O2'/1 C1' N9* C8* N7* C5* C6 O6 N1/1 C2 N2/2 N3 C4* P11 O21- O11 "
     "O5A C5A C4A O4A C3A O3A C2A O2A/1 C1A N91* C81* N71* C51* C61 O61 N11/1 C21 N21/2 N31 C41*",
     "P1-O2P P1=O1P P1-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' P1-O3A-C3A-C4A-C5A-O5A-P11-O3'-C3' C2'-O2' "
     "C1'-N9-C4-N3=C2-N1-C6-C5-N7=C8-N9 C5=C4 C6=O6 C2-N2 P11-O21 P11=O11 C4A-O4A-C1A-C2A-C3A C2A-O2A "
     "C1A-N91-C41=C51-N71=C81-N91 C51-C61=O61 C61-N11-C21-N21 C21=N31-C41"},
    {"CDP", "cytidine-5'-diphosphate", kCofactor, 'X', "",
     "O3B- PB O1B O2B- O3A PA O1A O2A- O5' C5' C4' O4' C3' O3'/1 C2' O2'/1 C1' N1 C2 O2 N3 C4 N4/2 C5 C6",
     "O3B-PB=O1B PB-O2B PB-O3A-PA=O1A PA-O2A PA-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' C3'-O3' C2'-O2' C1'-N1-C2=O2 "
     "N1-C6=C5-C4=N3-C2 C4-N4"},
    {"CLA", "chlorophyll a", kCofactor, 'X', "",
     "MG.Mg CHA CHB CHC CHD NA C1A C2A C3A C4A CMA CAA CBA CGA O1A O2A NB* C1B* C2B* C3B* C4B* CMB CAB CBB NC "
     "C1C C2C C3C C4C CMC CAC CBC ND C1D C2D C3D C4D CMD CAD OBD CBD CGD O1D O2D CED C1 C2 C3 C4 C5 C6 C7 C8 "
     "C9 C10 C11 C12 C13 C14 C15 C16 C17 C18 C19 C20",
     "MG~NA=C1A-CHA=C4D-ND~MG~NB-C1B-CHB=C4A-NA MG~NC-C1C=CHC-C4B-NB CHA-CBD-CAD-C3D=C2D-C1D=CHD-C4C=NC "
     "C1A-C2A-C3A-C4A C2A-CAA-CBA-CGA=O1A C3A-CMA CGA-O2A-C1-C2=C3-C4 C1B=C2B-C3B=C4B C2B-CMB C3B-CAB=CBB "
     "C1C-C2C=C3C-C4C C2C-CMC C3C-CAC-CBC ND-C1D C2D-CMD C3D-C4D CAD=OBD CBD-CGD=O1D CGD-O2D-CED "
     "C3-C5-C6-C7-C8-C9 C8-C10-C11-C12-C13-C14 C13-C15-C16-C17-C18-C19 C18-C20"},
    {"CLR", "cholesterol", kCofactor, 'X', "",
     "C1 C2 C3 C4 C5 C6 C7 C8 C9 C10 C11 C12 C13 C14 C15 C16 C17 C18 C19 C20 C21 C22 C23 C24 C25 C26 C27 O1/1",
     "C1-C2-C3-C4-C5=C6-C7-C8-C9-C10-C1 C3-O1 C5-C10-C19 C8-C14-C13-C12-C11-C9 C13-C17-C16-C15-C14 C13-C18 "
     "C17-C20-C21 C20-C22-C23-C24-C25-C26 C25-C27"},
    {"CMP", "adenosine-3',5'-cyclic-monophosphate", kCofactor, 'X', "",
     "P O1P O2P- O5' C5' C4' O4' C3' O3' C2' O2'/1 C1' N9* C8* N7* C5* C6* N6/2 N1* C2* N3* C4*",
     "P=O1P P-O2P P-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' P-O3'-C3' C2'-O2' C1'-N9-C8=N7-C5-C6-N6 N9-C4=C5 "
     "C6=N1-C2=N3-C4"},
    {"COA", "coenzyme a", kCofactor, 'X', "",
     "N1A* C2A* N3A* C4A* C5A* C6A* N6A/2 N7A* C8A* N9A* C1B C2B O2B/1 C3B O3B P3B O7A O8A- O9A- C4B O4B C5B "
     "O5B P1A O1A O2A- O3A P2A O4A O5A- O6A CBP CCP CDP CEP CAP OAP/1 C9P O9P N8P/1 C7P C6P C5P O5P N4P/1 C3P "
     "C2P S1P/1",
     "N1A-C2A=N3A-C4A=C5A-C6A=N1A C4A-N9A-C8A=N7A-C5A C6A-N6A N9A-C1B-C2B-O2B C1B-O4B-C4B-C3B-C2B "
     "C3B-O3B-P3B=O7A P3B-O8A P3B-O9A C4B-C5B-O5B-P1A=O1A P1A-O2A P1A-O3A-P2A=O4A P2A-O5A P2A-O6A-CCP-CBP-CDP "
     "CBP-CEP CBP-CAP-OAP CAP-C9P=O9P C9P-N8P-C7P-C6P-C5P=O5P C5P-N4P-C3P-C2P-S1P"},
    {"CTP", "cytidine-5'-triphosphate", kCofactor, 'X', "",
     "N1 C2 N3 C4 C5 C6 O2 N4/2 C1' C2' O2'/1 C3' C4' O4' O3'/1 C5' O5' PA O1A O2A- O3A PB O1B O2B- O3B PG O1G "
     "O2G- O3G-",
     "N1-C2-N3=C4-C5=C6-N1-C1'-C2'-O2' C2=O2 C4-N4 C1'-O4'-C4'-C3'-C2' C3'-O3' C4'-C5'-O5'-PA=O1A PA-O2A "
     "PA-O3A-PB=O1B PB-O2B PB-O3B-PG=O1G PG-O2G PG-O3G"},
    {"DHF", "dihydrofolic acid", kCofactor, 'X', "",
     "N1*/1 C2* NA2/2 N3* C4* O4 C4A* N5 C6 C7 N8/1 C8A* C9 N10/1 C11* C12* C13* C14* C15* C16* C O N/1 CA CB "
     "CG CD OE1 OE2- CT O1 O2-",
     "N1-C2-NA2 N1-C8A=C4A-C4-N3=C2 C4=O4 C4A-N5=C6-C7-N8-C8A C6-C9-N10-C14=C13-C12=C11-C16=C15-C14 C11-C=O "
     "C-N-CA-CB-CG-CD=OE1 CA-CT=O1 CD-OE2 CT-O2"},
    {"F3S", "fe3-s4 cluster", kCofactor, 'X', "",
     "FE1.Fe FE3.Fe FE4.Fe S1 S2 S3 S4",
     "FE1~S1~FE3~S3~FE1~S2~FE4~S3 FE3~S4~FE4"},
    {"FAD", "flavin-adenine dinucleotide", kCofactor, 'X', "",
     "PA O1A O2A- O5B C5B C4B O4B C3B O3B/1 C2B O2B/1 C1B N9A* C8A* N7A* C5A* C6A* N6A/2 N1A* C2A* N3A* C4A* "
     "N1 C2 O2 N3/1 C4 O4 C4X N5 C5X* C6* C7* C7M C8* C8M C9* C9A* N10 C10 C1' C2' O2'/1 C3' O3'/1 C4' O4'/1 "
     "C5' O5' P O1P O2P- O3P",
     "PA=O1A PA-O2A PA-O5B-C5B-C4B-O4B-C1B-C2B-C3B-C4B "
     "PA-O3P-P-O5'-C5'-C4'-C3'-C2'-C1'-N10-C9A-C5X-N5=C4X-C4-N3-C2-N1=C10-C4X C3B-O3B C2B-O2B "
     "C1B-N9A-C8A=N7A-C5A-C6A-N6A N9A-C4A=C5A C6A=N1A-C2A=N3A-C4A C2=O2 C4=O4 C5X=C6-C7-C7M C7=C8-C8M "
     "C8-C9=C9A N10-C10 C2'-O2' C3'-O3' C4'-O4' P=O1P P-O2P"},
    {"FDA", "dihydroflavine-adenine dinucleotide", kCofactor, 'X', "",
     "PA O1A O2A- O5B C5B C4B O4B C3B O3B/1 C2B O2B/1 C1B N9A* C8A* N7A* C5A* C6A* N6A/2 N1A* C2A* N3A* C4A* "
     "N1/1 C2 O2 N3/1 C4 O4 C4X N5/1 C5X* C6* C7* C7M C8* C8M C9* C9A* N10 C10 C1' C2' O2'/1 C3' O3'/1 C4' "
     "O4'/1 C5' O5' P O1P O2P- O3P",
     "PA=O1A PA-O2A PA-O5B-C5B-C4B-O4B-C1B-C2B-C3B-C4B "
     "PA-O3P-P-O5'-C5'-C4'-C3'-C2'-C1'-N10-C9A-C5X-N5-C4X-C4-N3-C2-N1-C10=C4X C3B-O3B C2B-O2B "
     "C1B-N9A-C8A=N7A-C5A-C6A-N6A N9A-C4A=C5A C6A=N1A-C2A=N3A-C4A C2=O2 C4=O4 C5X=C6-C7-C7M C7=C8-C8M "
     "C8-C9=C9A N10-C10 C2'-O2' C3'-O3' C4'-O4' P=O1P P-O2P"},
    {"FES", "fe2/s2 (inorganic) cluster", kCofactor, 'X', "", "FE1.Fe FE2.Fe S1 S2", "FE1~S1~FE2~S2~FE1"},
    {"FMN", "flavin mononucleotide", kCofactor, 'X', "",
     "N1 C2 O2 N3/1 C4 O4 C4A N5 C5A* C6* C7* C7M C8* C8M C9* C9A* N10 C10 C1' C2' O2'/1 C3' O3'/1 C4' O4'/1 "
     "C5' O5' P O1P O2P- O3P-",
     "N1-C2=O2 N1=C10-C4A-C4-N3-C2 C4=O4 C4A=N5-C5A=C6-C7-C7M C5A-C9A=C9-C8=C7 C8-C8M C9A-N10-C10 "
     "N10-C1'-C2'-O2' C2'-C3'-O3' C3'-C4'-O4' C4'-C5'-O5'-P=O1P P-O2P P-O3P"},
    {"FNR", "flavin mononucleotide, reduced form", kCofactor, 'X', "",
     "C9A* N10 CAA N1/1 C2 O2 N3/1 C4 O4 C4A N5/1 C5A* C6* C7* C7M C8* C8M C9* C1' C2' O2'/1 C3' O3'/1 C4' "
     "O4'/1 C5' O5' P O1P- O2P O3P-",
     "C9A-N10-CAA-N1-C2=O2 C9A=C5A-N5-C4A=CAA C9A-C9=C8-C7=C6-C5A N10-C1'-C2'-O2' C2-N3-C4=O4 C4-C4A C7-C7M "
     "C8-C8M C2'-C3'-O3' C3'-C4'-O4' C4'-C5'-O5'-P-O1P P=O2P P-O3P"},
    {"FOL", "folic acid", kCofactor, 'X', "",
     "N1*/1 C2* NA2/2 N3* C4* O4 C4A* N5* C6* C7* N8* C8A* C9 N10/1 C11* C12* C13* C14* C15* C16* C O N/1 CA "
     "CB CG CD OE1 OE2- CT O1 O2-",
     "N1-C2-NA2 N1-C8A=C4A-C4-N3=C2 C4=O4 C4A-N5=C6-C7=N8-C8A C6-C9-N10-C14=C13-C12=C11-C16=C15-C14 C11-C=O "
     "C-N-CA-CB-CG-CD=OE1 CA-CT=O1 CD-OE2 CT-O2"},
    {"GCP", "phosphomethylphosphonic acid guanylate ester", kCofactor, 'X', "",
     "PG O1G O2G- O3G- C3B PB O1B O2B- O3A PA O1A O2A- O5' C5' C4' O4' C3' O3'/1 C2' O2'/1 C1' N9* C8* N7* C5* "
     "C6* O6 N1*/1 C2* N2/2 N3* C4*",
     "PG=O1G PG-O2G PG-O3G PG-C3B-PB=O1B PB-O2B PB-O3A-PA=O1A PA-O2A PA-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' "
     "C3'-O3' C2'-O2' C1'-N9-C8=N7-C5-C6=O6 N9-C4=C5 C6-N1-C2-N2 C2=N3-C4"},
    {"GDP", "guanosine-5'-diphosphate", kCofactor, 'X', "",
     "PB O1B O2B- O3B- O3A PA O1A O2A- O5' C5' C4' O4' C3' O3'/1 C2' O2'/1 C1' N9* C8* N7* C5* C6 O6 N1/1 C2 "
     "N2/2 N3 C4*",
     "PB=O1B PB-O2B PB-O3B PB-O3A-PA=O1A PA-O2A PA-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' C3'-O3' C2'-O2' "
     "C1'-N9-C8=N7-C5-C6=O6 N9-C4=C5 C6-N1-C2-N2 C2=N3-C4"},
    {"GDS", "oxidized glutathione disulfide", kCofactor, 'X', "",
     "N1+/3 CA1 C1 OE1 OE2- CB1 CG1 CD1 O1 N2/1 CA2 C2 O2 CB2 SG2 N3/1 CA3 C3 OE3 OE4- N4/1 CA4 C4 OE5 OE6- C5 "
     "O5 CA5 N5/1 CB5 SG5 CA6 C6 OE7 OE8- N6+/3 CB6 CG6 CD6 O6",
     "N1-CA1-C1=OE1 CA1-CB1-CG1-CD1=O1 C1-OE2 CD1-N2-CA2-C2=O2 CA2-CB2-SG2-SG5-CB5-CA5-C5-N4-CA4-C4=OE5 "
     "C2-N3-CA3-C3=OE3 C3-OE4 C4-OE6 C5=O5 CA5-N5-CD6-CG6-CB6-CA6-C6=OE7 CA6-N6 C6-OE8 CD6=O6"},
    {"GMP", "guanosine", kCofactor, 'X', "",
     "O5'/1 C5' C4' O4' C3' O3'/1 C2' O2'/1 C1' N9* C8* N7* C5* C6 O6 N1/1 C2 N2/2 N3 C4*",
     "O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' C3'-O3' C2'-O2' C1'-N9-C8=N7-C5-C6=O6 N9-C4=C5 C6-N1-C2-N2 C2=N3-C4"},
    {"GNP", "phosphoaminophosphonic acid-guanylate ester", kCofactor, 'X', "",
     "PG O1G O2G- O3G- N3B/1 PB O1B O2B- O3A PA O1A O2A- O5' C5' C4' O4' C3' O3'/1 C2' O2'/1 C1' N9* C8* N7* "
     "C5* C6* O6 N1*/1 C2* N2/2 N3* C4*",
     "PG=O1G PG-O2G PG-O3G PG-N3B-PB=O1B PB-O2B PB-O3A-PA=O1A PA-O2A PA-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' "
     "C3'-O3' C2'-O2' C1'-N9-C8=N7-C5-C6=O6 N9-C4=C5 C6-N1-C2-N2 C2=N3-C4"},
    {"GSH", "glutathione", kCofactor, 'X', "",
     "N1+/3 CA1 C1 O11 O12- CB1 CG1 CD1 OE1 N2/1 CA2 C2 O2 CB2 SG2/1 N3/1 CA3 C3 O31 O32-",
     "N1-CA1-C1=O11 CA1-CB1-CG1-CD1=OE1 C1-O12 CD1-N2-CA2-C2=O2 CA2-CB2-SG2 C2-N3-CA3-C3=O31 C3-O32"},
    {"GSP", "5'-guanosine-diphosphate-monothiophosphate", kCofactor, 'X', "",
     "PG O3B S1G O2G- O3G- PB O1B O2B- PA O1A O2A- O3A O5' C5' C4' O4' C3' O3'/1 C2' O2'/1 C1' N9* C8* N7* C5* "
     "C6 O6 N1/1 C2 N2/2 N3 C4*",
     "PG-O3B-PB=O1B PG=S1G PG-O2G PG-O3G PB-O2B PB-O3A-PA=O1A PA-O2A PA-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' "
     "C3'-O3' C2'-O2' C1'-N9-C8=N7-C5-C6=O6 N9-C4=C5 C6-N1-C2-N2 C2=N3-C4"},
    {"GTP", "guanosine-5'-triphosphate", kCofactor, 'X', "",
     "PG O1G O2G- O3G- O3B PB O1B O2B- O3A PA O1A O2A- O5' C5' C4' O4' C3' O3'/1 C2' O2'/1 C1' N9* C8* N7* C5* "
     "C6 O6 N1/1 C2 N2/2 N3 C4*",
     "PG=O1G PG-O2G PG-O3G PG-O3B-PB=O1B PB-O2B PB-O3A-PA=O1A PA-O2A PA-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' "
     "C3'-O3' C2'-O2' C1'-N9-C8=N7-C5-C6=O6 N9-C4=C5 C6-N1-C2-N2 C2=N3-C4"},
    {"H4B", "5,6,7,8-tetrahydrobiopterin", kCofactor, 'X', "",
     "N1* C2* N2/2 N3*/1 C4* O4 C4A* C8A* N5/1 N8/1 C6 C7 C9 O9/1 C10 C11 O10/1",
     "N1=C2-N2 N1-C8A=C4A-C4-N3-C2 C4=O4 C4A-N5-C6-C7-N8-C8A C6-C9-O9 C9-C10-C11 C10-O10"},
    {"HAS", "heme-as", kCofactor, 'X', "",
     "FE.Fe CHA* CHB* CHC* CHD* NA* C1A* C2A* C3A* C4A* CMA OMD CAA CBA CGA O1A O2A- NB* C1B* C2B C3B C4B* CMB "
     "NC* C1C* C2C* C3C* C4C* CMC CAC CBC ND* C1D* C2D C3D C4D* CMD CAD CBD CGD O1D O2D- C11 O11/1 C12 C13 C14 "
     "C15 C16 C17 C18 C19 C20 C21 C22 C23 C24 C25 C26 C27 C28 C29 C30 C31 C32",
     "FE~NA-C1A=CHA-C4D=ND~FE~NB=C1B-CHB=C1D-ND FE~NC-C1C-CHC=C4B-NB CHD-C4C-NC CHD=C4A-NA C1A-C2A=C3A-C4A "
     "C2A-CAA-CBA-CGA=O1A C3A-CMA OMD=CMD-C2D-C1D CGA-O2A C1B-C2B=C3B-C4B C2B-CMB C3B-C11-O11 C1C=C2C-C3C=C4C "
     "C2C-CMC C3C-CAC=CBC C2D=C3D-C4D C3D-CAD-CBD-CGD=O1D CGD-O2D "
     "C11-C12-C13-C14=C15-C16-C17-C18=C19-C20-C21-C22=C23-C24-C28-C29=C30-C31 C15-C26 C19-C27 C23-C25 C30-C32"},
    {"HEA", "heme-a", kCofactor, 'X', "",
     "FE.Fe CHA CHB CHC CHD NA C1A C2A C3A C4A CMA OMA CAA CBA CGA O1A O2A- NB C1B C2B C3B C4B CMB NC* C1C* "
     "C2C* C3C* C4C* CMC CAC CBC ND C1D C2D C3D C4D CMD CAD CBD CGD O1D O2D- C11 O11/1 C12 C13 C14 C15 C16 C17 "
     "C18 C19 C20 C21 C22 C23 C24 C25 C26 C27",
     "FE~NA-C1A=CHA-C4D=ND~FE~NB=C1B-CHB=C4A-NA FE~NC-C1C-CHC=C4B-NB CHD-C4C-NC CHD=C1D-ND C1A-C2A=C3A-C4A "
     "C2A-CAA-CBA-CGA=O1A C3A-CMA=OMA CGA-O2A C1B-C2B=C3B-C4B C2B-CMB C3B-C11-O11 C1C=C2C-C3C=C4C C2C-CMC "
     "C3C-CAC=CBC C1D-C2D=C3D-C4D C2D-CMD C3D-CAD-CBD-CGD=O1D CGD-O2D "
     "C11-C12-C13-C14=C15-C16-C17-C18=C19-C20-C21-C22=C23-C24 C15-C26 C19-C27 C23-C25"},
    {"HEB", "heme b/c", kCofactor, 'X', "",
     "FE.Fe CHA* CHB* CHC* CHD* NA* C1A* C2A* C3A* C4A* CMA CAA CBA CGA O1A O2A- NB* C1B* C2B C3B C4B* CMB CAB "
     "CBB NC* C1C* C2C* C3C* C4C* CMC CAC CBC ND* C1D* C2D C3D C4D* CMD CAD CBD CGD O1D O2D-",
     "FE~NA-C1A=CHA-C4D=ND~FE~NB=C1B-CHB=C4A-NA FE~NC-C1C-CHC=C4B-NB CHD-C4C-NC CHD=C1D-ND C1A-C2A=C3A-C4A "
     "C2A-CAA-CBA-CGA=O1A C3A-CMA CGA-O2A C1B-C2B=C3B-C4B C2B-CMB C3B-CAB-CBB C1C=C2C-C3C=C4C C2C-CMC "
     "C3C-CAC=CBC C1D-C2D=C3D-C4D C2D-CMD C3D-CAD-CBD-CGD=O1D CGD-O2D"},
    {"HEC", "heme c", kCofactor, 'X', "",
     "FE.Fe CHA CHB CHC CHD NA* C1A* C2A* C3A* C4A* CMA CAA CBA CGA O1A O2A- NB* C1B* C2B* C3B* C4B* CMB CAB "
     "CBB NC* C1C* C2C* C3C* C4C* CMC CAC CBC ND* C1D* C2D* C3D* C4D* CMD CAD CBD CGD O1D O2D-",
     "FE~NA-C1A=CHA-C4D-ND~FE~NB-C1B-CHB=C4A-NA FE~NC-C1C-CHC=C4B-NB CHD=C4C-NC CHD-C1D-ND C1A-C2A=C3A-C4A "
     "C2A-CAA-CBA-CGA=O1A C3A-CMA CGA-O2A C1B=C2B-C3B-C4B C2B-CMB C3B=CAB-CBB C1C=C2C-C3C-C4C C2C-CMC "
     "C3C=CAC-CBC C1D=C2D-C3D=C4D C2D-CMD C3D-CAD-CBD-CGD=O1D CGD-O2D"},
    {"HEM", "protoporphyrin ix containing fe", kCofactor, 'X', "",
     "CHA CHB CHC CHD C1A* C2A* C3A* C4A* CMA CAA CBA CGA O1A O2A- C1B C2B C3B C4B CMB CAB CBB C1C* C2C* C3C* "
     "C4C* CMC CAC CBC C1D C2D C3D C4D CMD CAD CBD CGD O1D O2D- NA* NB NC* ND FE.Fe",
     "CHA-C1A=C2A-C3A=C4A-CHB=C1B-C2B=C3B-C4B-CHC=C1C-C2C=C3C-C4C=CHD-C1D-C2D=C3D-C4D=CHA C1A-NA-C4A "
     "C2A-CAA-CBA-CGA=O1A C3A-CMA CGA-O2A C1B-NB=C4B C2B-CMB C3B-CAB=CBB C1C-NC-C4C C2C-CMC C3C-CAC=CBC "
     "C1D=ND-C4D C2D-CMD C3D-CAD-CBD-CGD=O1D CGD-O2D NA~FE~NB NC~FE~ND"},
    {"LPA", "lipoic acid", kCofactor, 'X', "",
     "C1 O1- C2 O2 C3 C4 C5 C6 S6 C7 C8 S8",
     "C1-C2-C3-C4-C5-C6-C7-C8-S8-S6-C6 C1=O2 C1-O1"},
    {"MLC", "malonyl-coenzyme a", kCofactor, 'X', "",
     "C8* N9* C4* C5* N7* N3* C2* N1* C6* N6/2 C1' C2' O2'/1 C3' O3' C4' O4' C5' O5' P1 O11 O12- O6 P2 O21 "
     "O22- O7 CPB CPA CP7 CP9 CP8 OP3/1 CP6 OP2 NP2/1 CP5 CP4 CP3 OP1 NP1/1 CP2 CP1 S P3 O31- O32- O33 CM1 CM2 "
     "CM3 OM2 OM3- OM4",
     "C8-N9-C4-C5-N7=C8 N9-C1'-C2'-O2' C4=N3-C2=N1-C6=C5 C6-N6 C1'-O4'-C4'-C3'-C2' C3'-O3'-P3-O31 "
     "C4'-C5'-O5'-P1=O11 P1-O12 P1-O6-P2=O21 P2-O22 P2-O7-CPB-CPA-CP7-OP3 CPA-CP9 CPA-CP8 CP7-CP6=OP2 "
     "CP6-NP2-CP5-CP4-CP3=OP1 CP3-NP1-CP2-CP1-S-CM1-CM2-CM3-OM3 P3-O32 P3=O33 CM1=OM2 CM3=OM4"},
    {"MTX", "methotrexate", kCofactor, 'X', "",
     "N1* C2* NA2/2 N3* C4* NA4/2 C4A* N5* C6* C7* N8* C8A* C9 N10 CM C11* C12* C13* C14* C15* C16* C O N/1 CA "
     "CT O1 O2- CB CG CD OE1 OE2-",
     "N1=C2-NA2 N1-C8A=C4A-C4=N3-C2 C4-NA4 C4A-N5=C6-C7=N8-C8A C6-C9-N10-CM N10-C14=C13-C12=C11-C16=C15-C14 "
     "C11-C=O C-N-CA-CT=O1 CA-CB-CG-CD=OE1 CT-O2 CD-OE2"},
    {"NAD", "nicotinamide-adenine-dinucleotide", kCofactor, 'X', "",
     "PA O1A O2A- O5B C5B C4B O4B C3B O3B/1 C2B O2B/1 C1B N9A* C8A* N7A* C5A* C6A* N6A/2 N1A* C2A* N3A* C4A* "
     "O3 PN O1N O2N- O5D C5D C4D O4D C3D O3D/1 C2D O2D/1 C1D N1N*+ C2N* C3N* C7N O7N N7N/2 C4N* C5N* C6N*",
     "PA=O1A PA-O2A PA-O5B-C5B-C4B-O4B-C1B-C2B-C3B-C4B PA-O3-PN=O1N C3B-O3B C2B-O2B "
     "C1B-N9A-C8A=N7A-C5A-C6A-N6A N9A-C4A=C5A C6A=N1A-C2A=N3A-C4A PN-O2N PN-O5D-C5D-C4D-O4D-C1D-C2D-C3D-C4D "
     "C3D-O3D C2D-O2D C1D-N1N-C2N=C3N-C7N=O7N N1N=C6N-C5N=C4N-C3N C7N-N7N"},
    {"NAI", "1,4-dihydronicotinamide adenine dinucleotide", kCofactor, 'X', "",
     "PA O1A O2A- O5B C5B C4B O4B C3B O3B/1 C2B O2B/1 C1B N9A* C8A* N7A* C5A* C6A* N6A/2 N1A* C2A* N3A* C4A* "
     "O3 PN O1N- O2N O5D C5D C4D O4D C3D O3D/1 C2D O2D/1 C1D N1N C2N C3N C7N O7N N7N/2 C4N C5N C6N",
     "PA=O1A PA-O2A PA-O5B-C5B-C4B-O4B-C1B-C2B-C3B-C4B PA-O3-PN-O1N C3B-O3B C2B-O2B "
     "C1B-N9A-C8A=N7A-C5A-C6A-N6A N9A-C4A=C5A C6A=N1A-C2A=N3A-C4A PN=O2N PN-O5D-C5D-C4D-O4D-C1D-C2D-C3D-C4D "
     "C3D-O3D C2D-O2D C1D-N1N-C2N=C3N-C7N=O7N N1N-C6N=C5N-C4N-C3N C7N-N7N"},
    {"NAP", "nadp nicotinamide-adenine-dinucleotide phosphate", kCofactor, 'X', "",
     "PA O1A O2A- O5B C5B C4B O4B C3B O3B/1 C2B O2B C1B N9A* C8A* N7A* C5A* C6A* N6A/2 N1A* C2A* N3A* C4A* O3 "
     "PN O1N O2N- O5D C5D C4D O4D C3D O3D/1 C2D O2D/1 C1D N1N*+ C2N* C3N* C7N O7N N7N/2 C4N* C5N* C6N* P2B O1X "
     "O2X- O3X-",
     "PA=O1A PA-O2A PA-O5B-C5B-C4B-O4B-C1B-C2B-C3B-C4B PA-O3-PN=O1N C3B-O3B C2B-O2B-P2B=O1X "
     "C1B-N9A-C8A=N7A-C5A-C6A-N6A N9A-C4A=C5A C6A=N1A-C2A=N3A-C4A PN-O2N PN-O5D-C5D-C4D-O4D-C1D-C2D-C3D-C4D "
     "C3D-O3D C2D-O2D C1D-N1N-C2N=C3N-C7N=O7N N1N=C6N-C5N=C4N-C3N C7N-N7N P2B-O2X P2B-O3X"},
    {"NDP", "nadph dihydro-nicotinamide-adenine-dinucleotide phosphate", kCofactor, 'X', "",
     "PA O1A O2A- O5B C5B C4B O4B C3B O3B/1 C2B O2B C1B N9A* C8A* N7A* C5A* C6A* N6A/2 N1A* C2A* N3A* C4A* O3 "
     "PN O1N O2N- O5D C5D C4D O4D C3D O3D/1 C2D O2D/1 C1D N1N C2N C3N C7N O7N N7N/2 C4N C5N C6N P2B O1X O2X- "
     "O3X-",
     "PA=O1A PA-O2A PA-O5B-C5B-C4B-O4B-C1B-C2B-C3B-C4B PA-O3-PN=O1N C3B-O3B C2B-O2B-P2B=O1X "
     "C1B-N9A-C8A=N7A-C5A-C6A-N6A N9A-C4A=C5A C6A=N1A-C2A=N3A-C4A PN-O2N PN-O5D-C5D-C4D-O4D-C1D-C2D-C3D-C4D "
     "C3D-O3D C2D-O2D C1D-N1N-C2N=C3N-C7N=O7N N1N-C6N=C5N-C4N-C3N C7N-N7N P2B-O2X P2B-O3X"},
    {"OGA", "n-oxalylglycine", kCofactor, 'X', "",
     "C1 C2 C4 C5 O1 O2- O2' O3- N1/1 O4",
     "C1-C2=O2' C1=O1 C1-O2 C2-N1-C4-C5-O3 C5=O4"},
    {"PLP", "pyridoxal-5'-phosphate", kCofactor, 'X', "",
     "N1* C2* C2A C3* O3/1 C4* C4A O4A C5* C6* C5A O4P P O1P O2P- O3P-",
     "N1=C2-C2A N1-C6=C5-C4=C3-C2 C3-O3 C4-C4A=O4A C5-C5A-O4P-P=O1P P-O2P P-O3P"},
    {"PMP", "4'-deoxy-4'-aminopyridoxal-5'-phosphate", kCofactor, 'X', "",
     "N1* C2* C2A C3* O3/1 C4* C4A N4A+/3 C5* C6* C5A O4P P O1P O2P- O3P-",
     "N1=C2-C2A N1-C6=C5-C4=C3-C2 C3-O3 C4-C4A-N4A C5-C5A-O4P-P=O1P P-O2P P-O3P"},
    {"PQQ", "pyrroloquinoline quinone", kCofactor, 'X', "",
     "N1*/1 C2* C2X O2A O2B- C3* C3A* C1A* C4 O4 C5 O5 C6A* N6* C7* C7X O7A O7B- C8* C9* C9X O9A O9B- C9A*",
     "N1-C2-C2X=O2A N1-C1A=C3A-C3=C2 C2X-O2B C3A-C4=O4 C1A-C9A-C6A-C5-C4 C5=O5 C6A=N6-C7-C7X=O7A "
     "C7=C8-C9-C9X=O9A C7X-O7B C9=C9A C9X-O9B"},
    {"RET", "retinal", kCofactor, 'X', "",
     "C1 C2 C3 C4 C5 C6 C7 C8 C9 C10 C11 C12 C13 C14 C15 O1 C16 C17 C18 C19 C20",
     "C1-C2-C3-C4-C5=C6-C1-C16 C1-C17 C5-C18 C6-C7=C8-C9=C10-C11=C12-C13=C14-C15=O1 C9-C19 C13-C20"},
    {"SAH", "s-adenosyl-l-homocysteine", kCofactor, 'X', "",
     "N+/3 CA CB CG SD C O OXT- C5' C4' O4' C3' O3'/1 C2' O2'/1 C1' N9* C8* N7* C5* C6* N6/2 N1* C2* N3* C4*",
     "N-CA-CB-CG-SD-C5'-C4'-O4'-C1'-C2'-C3'-C4' CA-C=O C-OXT C3'-O3' C2'-O2' C1'-N9-C8=N7-C5-C6-N6 N9-C4=C5 "
     "C6=N1-C2=N3-C4"},
    {"SAM", "s-adenosylmethionine", kCofactor, 'X', "",
     "N+/3 CA C O OXT- CB CG SD+ CE C5' C4' O4' C3' O3'/1 C2' O2'/1 C1' N9* C8* N7* C5* C6* N6/2 N1* C2* N3* "
     "C4*",
     "N-CA-C=O CA-CB-CG-SD-CE C-OXT SD-C5'-C4'-O4'-C1'-C2'-C3'-C4' C3'-O3' C2'-O2' C1'-N9-C8=N7-C5-C6-N6 "
     "N9-C4=C5 C6=N1-C2=N3-C4"},
    {"SF4", "iron/sulfur cluster", kCofactor, 'X', "",
     "FE1.Fe FE2.Fe FE3.Fe FE4.Fe S1 S2 S3 S4",
     "FE1~S2~FE3~S1~FE2~S3~FE1~S4~FE2 FE3~S4 FE4~S1 FE4~S2 FE4~S3"},
    {"SPD", "spermidine", kCofactor, 'X', "",
     "N1+/3 C2 C3 C4 C5 N6+/2 C7 C8 C9 N10+/3",
     "N1-C2-C3-C4-C5-N6-C7-C8-C9-N10"},
    {"SPM", "spermine", kCofactor, 'X', "",
     "N1+/3 C2 C3 C4 N5+/2 C6 C7 C8 C9 N10+/2 C11 C12 C13 N14+/3",
     "N1-C2-C3-C4-N5-C6-C7-C8-C9-N10-C11-C12-C13-N14"},
    {"TDP", "thiamin diphosphate", kCofactor, 'X', "",
     "N1'* C2'* C2A N3'* C4'* N4'/2 C5'* C6'* C35 N3*+ C2* S1* C5* C4* C4A C5A C5B O5G P1 O11 O12 O13- P2 O21 "
     "O22- O23-",
     "N1'=C2'-C2A N1'-C6'=C5'-C4'=N3'-C2' C4'-N4' C5'-C35-N3=C2-S1-C5=C4-N3 C5-C5A-C5B-O5G-P1-O11-P2=O21 "
     "C4-C4A P1=O12 P1-O13 P2-O22 P2-O23"},
    {"THG", "(6s)-5,6,7,8-tetrahydrofolate", kCofactor, 'X', "",
     "N3*/1 C2* N1* C8A* C4A* C4* N8/1 C7 C6 N5/1 C9 N10/1 C4'* C3'* C2'* C1'* C6'* C5'* C11 N/1 CA C OX2- OX1 "
     "CB CG CD OE1 OE2- O11 O4 N2/2",
     "N3-C2=N1-C8A=C4A-C4-N3 C2-N2 C8A-N8-C7-C6-N5-C4A C4=O4 C6-C9-N10-C4'=C3'-C2'=C1'-C6'=C5'-C4' "
     "C1'-C11-N-CA-C-OX2 C11=O11 CA-CB-CG-CD=OE1 C=OX1 CD-OE2"},
    {"TMP", "thymidine-5'-phosphate", kCofactor, 'X', "",
     "P O1P O2P- O3P- O5' C5' C4' O4' C3' O3'/1 C2' C1' N1 C2 O2 N3/1 C4 O4 C5 C5M C6",
     "P=O1P P-O2P P-O3P P-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' C3'-O3' C1'-N1-C2=O2 N1-C6=C5-C4-N3-C2 C4=O4 C5-C5M"},
    {"TPP", "thiamine diphosphate", kCofactor, 'X', "",
     "N1'* C2'* CM2 N3'* C4'* N4'/2 C5'* C6'* C7' N3*+ C2* S1* C5* C4* CM4 C6 C7 O7 PA O1A O2A- O3A PB O1B "
     "O2B- O3B-",
     "N1'=C2'-CM2 N1'-C6'=C5'-C4'=N3'-C2' C4'-N4' C5'-C7'-N3=C2-S1-C5=C4-N3 C5-C6-C7-O7-PA=O1A C4-CM4 PA-O2A "
     "PA-O3A-PB=O1B PB-O2B PB-O3B"},
    {"TTP", "thymidine-5'-triphosphate", kCofactor, 'X', "",
     "PA O1A O2A- O3A PB O1B O2B- O3B PG O1G O2G- O3G- O5' C5' C4' O4' C3' O3'/1 C2' C1' N1 C2 O2 N3/1 C4 O4 "
     "C5 C5M C6",
     "PA=O1A PA-O2A PA-O3A-PB=O1B PA-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' PB-O2B PB-O3B-PG=O1G PG-O2G PG-O3G "
     "C3'-O3' C1'-N1-C2=O2 N1-C6=C5-C4-N3-C2 C4=O4 C5-C5M"},
    {"TYD", "thymidine-5'-diphosphate", kCofactor, 'X', "",
     "PA O1A O2A- O3A PB O1B O2B- O3B- O5' C5' C4' O4' C3' O3'/1 C2' C1' N1* C2* O2 N3*/1 C4* O4 C5* C5M C6*",
     "PA=O1A PA-O2A PA-O3A-PB=O1B PA-O5'-C5'-C4'-O4'-C1'-C2'-C3'-C4' PB-O2B PB-O3B C3'-O3' C1'-N1-C2=O2 "
     "N1-C6=C5-C4-N3-C2 C4=O4 C5-C5M"},
    {"UD1", "uridine-diphosphate-n-acetylglucosamine", kCofactor, 'X', "",
     "C1' C2' C3' C4' C5' C6' C7' C8' N2'/1 O1' O3'/1 O4'/1 O5' O6'/1 O7' N1 C2 N3/1 C4 C5 C6 O2 O4 C1B C2B "
     "O2'/1 C3B C4B O4B O3B/1 C5B O5B PA O1A O2A- O3A PB O1B O2B-",
     "C1'-C2'-C3'-C4'-C5'-C6'-O6' C1'-O1'-PB-O3A-PA-O5B-C5B-C4B-C3B-C2B-C1B-N1-C2-N3-C4-C5=C6-N1 C1'-O5'-C5' "
     "C2'-N2'-C7'-C8' C3'-O3' C4'-O4' C7'=O7' C2=O2 C4=O4 C1B-O4B-C4B C2B-O2' C3B-O3B PA=O1A PA-O2A PB=O1B "
     "PB-O2B"},
    {"UDP", "uridine-5'-diphosphate", kCofactor, 'X', "",
     "N1 C2 N3/1 C4 C5 C6 O2 O4 C1' C2' O2'/1 C3' C4' O4' O3'/1 C5' O5' PA O1A O2A- O3A PB O1B O2B- O3B-",
     "N1-C2-N3-C4-C5=C6-N1-C1'-C2'-O2' C2=O2 C4=O4 C1'-O4'-C4'-C3'-C2' C3'-O3' C4'-C5'-O5'-PA=O1A PA-O2A "
     "PA-O3A-PB=O1B PB-O2B PB-O3B"},
    {"UMP", "2'-deoxyuridine 5'-monophosphate", kCofactor, 'X', "",
     "N1 C2 N3/1 C4 C5 C6 O2 O4 C1' C2' C3' C4' O3'/1 O4' C5' O5' P OP1 OP2- OP3-",
     "N1-C2-N3-C4-C5=C6-N1-C1'-C2'-C3'-C4'-O4'-C1' C2=O2 C4=O4 C3'-O3' C4'-C5'-O5'-P=OP1 P-OP2 P-OP3"},
    {"UPG", "uridine-5'-diphosphate-glucose", kCofactor, 'X', "",
     "N1 C2 N3/1 C4 C5 C6 O2 O4 C1C C2C O2C/1 C3C C4C O4C O3C/1 C5C O5C PA O1A O2A- O3A PB O1B O2B- O3B C1' "
     "C2' C3' C4' C5' C6' O2'/1 O3'/1 O4'/1 O5' O6'/1",
     "N1-C2-N3-C4-C5=C6-N1-C1C-C2C-O2C C2=O2 C4=O4 C1C-O4C-C4C-C3C-C2C C3C-O3C C4C-C5C-O5C-PA=O1A PA-O2A "
     "PA-O3A-PB=O1B PB-O2B PB-O3B-C1'-C2'-C3'-C4'-C5'-C6'-O6' C1'-O5'-C5' C2'-O2' C3'-O3' C4'-O4'"},
    {"UTP", "uridine 5'-triphosphate", kCofactor, 'X', "",
     "PA O1A O2A- O3A O5' PB O1B- O2B O3B PG O1G- O2G O3G- C5' C4' O4' C1' C2' O2'/1 C3' O3'/1 N1* C6* C2* O2 "
     "N3*/1 C4* O4 C5*",
     "PA=O1A PA-O2A PA-O3A-PB-O1B PA-O5'-C5'-C4'-O4'-C1'-C2'-O2' PB=O2B PB-O3B-PG-O1G PG=O2G PG-O3G "
     "C4'-C3'-C2' C1'-N1-C6=C5-C4-N3-C2-N1 C3'-O3' C2=O2 C4=O4"},
    // Additives: buffers, cryoprotectants, precipitants, detergents, lipids
    {"1PE", "pentaethylene glycol", kLigand, 'X', "",
     "OH2/1 C12 C22 OH3 C13 C23 OH4 C14 C24 OH5 C15 C25 OH6 C16 C26 OH7/1",
     "OH2-C12-C22-OH3-C23-C13-OH4-C24-C14-OH5-C25-C15-OH6-C26-C16-OH7"},
    {"ACN", "acetone", kLigand, 'X', "", "C O C1 C2", "C=O C-C1 C-C2"},
    {"ACT", "acetate ion", kLigand, 'X', "", "C O OXT- CH3", "C=O C-OXT C-CH3"},
    {"B3P", "bis-tris propane", kLigand, 'X', "",
     "C1 C2 C3 N1+/2 C4 C5 C6 C7 N2+/2 C8 C9 C10 C11 O1/1 O2/1 O3/1 O4/1 O5/1 O6/1",
     "C1-C2-N2-C8-C9-O1 C1-C3-N1-C4-C5-O4 C4-C6-O5 C4-C7-O6 C8-C10-O2 C8-C11-O3"},
    {"BEZ", "benzoic acid", kLigand, 'X', "", "C O1 O2- C1* C2* C3* C4* C5* C6*", "C=O1 C-O2 C-C1=C2-C3=C4-C5=C6-C1"},
    {"BME", "beta-mercaptoethanol", kLigand, 'X', "", "C1 C2 O1/1 S2/1", "C1-C2-S2 C1-O1"},
    {"BTB", "bis-tris", kLigand, 'X', "",
     "C1 O1/1 C2 C3 O3/1 C4 O4/1 N+/1 C5 C6 O6/1 C7 C8 O8/1",
     "C1-O1 C1-C2-C3-O3 C2-C4-O4 C2-N-C5-C6-O6 N-C7-C8-O8"},
    {"BU3", "(r,r)-2,3-butanediol", kLigand, 'X', "", "O6/1 C3 C4 C2 O5/1 C1", "O6-C3-C4 C3-C2-O5 C2-C1"},
    {"CHD", "cholic acid", kLigand, 'X', "",
     "C1 C2 C3 O3/1 C4 C5 C6 C7 O7/1 C8 C9 C10 C11 C12 O12/1 C13 C14 C15 C16 C17 C18 C19 C20 C21 C22 C23 O25 "
     "C24 O26-",
     "C1-C2-C3-O3 C1-C10-C5-C4-C3 C5-C6-C7-O7 C7-C8-C9-C10-C19 C8-C14-C13-C12-C11-C9 C12-O12 "
     "C13-C17-C16-C15-C14 C13-C18 C17-C20-C21 C20-C22-C23-C24=O25 C24-O26"},
    {"CIT", "citric acid", kLigand, 'X', "",
     "C1 O1 O2- C2 C3 O7/1 C4 C5 O3 O4- C6 O5 O6-",
     "C1=O1 C1-O2 C1-C2-C3-O7 C3-C4-C5=O3 C3-C6=O5 C5-O4 C6-O6"},
    {"CXS", "3-cyclohexyl-1-propylsulfonic acid", kLigand, 'X', "",
     "S O1 O2 O3- C1 C2 C3 N+/2 C4 C5 C6 C7 C8 C9",
     "S=O1 S=O2 S-O3 S-C1-C2-C3-N-C4-C5-C6-C7-C8-C9-C4"},
    {"DIO", "1,4-diethylene dioxide", kLigand, 'X', "", "C1 C2 C1' C2' O1 O1'", "C1-C1'-O1'-C2'-C2-O1-C1"},
    {"DMS", "dimethyl sulfoxide", kLigand, 'X', "", "S O C1 C2", "S=O S-C1 S-C2"},
    {"DTT", "2,3-dihydroxy-1,4-dithiobutane", kLigand, 'X', "",
     "S1/1 C1 C2 O2/1 C3 O3/1 C4 S4/1",
     "S1-C1-C2-O2 C2-C3-O3 C3-C4-S4"},
    {"EDO", "1,2-ethanediol", kLigand, 'X', "", "C1 O1/1 C2 O2/1", "C1-O1 C1-C2-O2"},
    {"EOH", "ethanol", kLigand, 'X', "", "C1 C2 O/1", "C1-C2 C1-O"},
    {"EPE", "4-(2-hydroxyethyl)-1-piperazine ethanesulfonic acid", kLigand, 'X', "",
     "N1 C2 C3 N4+/1 C5 C6 C7 C8 O8/1 C9 C10 S O1S O2S O3S-",
     "N1-C2-C3-N4-C5-C6-N1-C9-C10-S=O1S N4-C7-C8-O8 S=O2S S-O3S"},
    {"FLC", "citrate anion", kLigand, 'X', "",
     "CAC CA CB CBC CG CGC OA1 OA2- OB1 OB2- OG1 OG2- OHB/1",
     "CAC-CA-CB-CBC=OB1 CAC=OA1 CAC-OA2 CB-CG-CGC=OG1 CB-OHB CBC-OB2 CGC-OG2"},
    {"FMT", "formic acid", kLigand, 'X', "", "C O1 O2-", "C=O1 C-O2"},
    {"GAI", "guanidine", kLigand, 'X', "", "C N1/1 N2/2 N3/2", "C=N1 C-N2 C-N3"},
    {"GOL", "glycerol", kLigand, 'X', "", "C1 O1/1 C2 O2/1 C3 O3/1", "C1-O1 C1-C2-O2 C2-C3-O3"},
    {"IMD", "imidazole", kLigand, 'X', "", "N1*/1 C2* N3*+/1 C4* C5*", "N1-C2=N3-C4=C5-N1"},
    {"IPA", "isopropyl alcohol", kLigand, 'X', "", "C1 C2 C3 O2/1", "C1-C2-C3 C2-O2"},
    {"LDA", "lauryl dimethylamine-n-oxide", kLigand, 'X', "",
     "N1+ O1- CM1 CM2 C1 C2 C3 C4 C5 C6 C7 C8 C9 C10 C11 C12",
     "N1-O1 N1-CM1 N1-CM2 N1-C1-C2-C3-C4-C5-C6-C7-C8-C9-C10-C11-C12"},
    {"LMT", "dodecyl-beta-d-maltoside", kLigand, 'X', "",
     "C1B C2B C3B C4B C5B C6B O1B O2B/1 O3B/1 O4'/1 O5B O6B/1 C1' C2' C3' C4' C5' C6' O1' O2'/1 O3'/1 O5' "
     "O6'/1 C1 C2 C3 C4 C5 C6 C7 C8 C9 C10 C11 C12",
     "C1B-C2B-C3B-C4B-C5B-C6B-O6B C1B-O1B-C4'-C3'-C2'-C1'-O1'-C1-C2-C3-C4-C5-C6-C7-C8-C9-C10-C11-C12 "
     "C1B-O5B-C5B C2B-O2B C3B-O3B C4B-O4' C1'-O5'-C5'-C4' C2'-O2' C3'-O3' C5'-C6'-O6'"},
    {"MES", "2-(n-morpholino)-ethanesulfonic acid", kLigand, 'X', "",
     "O1 C2 C3 N4 C5 C6 C7 C8 S O1S O2S O3S-",
     "O1-C2-C3-N4-C5-C6-O1 N4-C7-C8-S=O1S S=O2S S-O3S"},
    {"MLA", "malonic acid", kLigand, 'X', "", "C1 O1A- O1B C2 C3 O3A O3B-", "C1-O1A C1=O1B C1-C2-C3=O3A C3-O3B"},
    {"MLI", "malonate ion", kLigand, 'X', "", "C1 C2 C3 O6 O7- O8 O9-", "C1-C2=O6 C1-C3=O8 C2-O7 C3-O9"},
    {"MOH", "methanol", kLigand, 'X', "", "C O/1", "C-O"},
    {"MPD", "(4s)-2-methyl-2,4-pentanediol", kLigand, 'X', "",
     "C1 C2 O2/1 CM C3 C4 O4/1 C5",
     "C1-C2-O2 C2-CM C2-C3-C4-O4 C4-C5"},
    {"MRD", "(4r)-2-methylpentane-2,4-diol", kLigand, 'X', "",
     "C1 C2 O2/1 CM C3 C4 O4/1 C5",
     "C1-C2-O2 C2-CM C2-C3-C4-O4 C4-C5"},
    {"MYR", "myristic acid", kLigand, 'X', "",
     "C1 O1 O2- C2 C3 C4 C5 C6 C7 C8 C9 C10 C11 C12 C13 C14",
     "C1=O1 C1-O2 C1-C2-C3-C4-C5-C6-C7-C8-C9-C10-C11-C12-C13-C14"},
    {"NHE", "2-[n-cyclohexylamino]ethane sulfonic acid", kLigand, 'X', "",
     "C3' C2' C1' C6' N+/2 C1 C2 S O1 O2 O3- C5' C4'",
     "C3'-C2'-C1'-C6'-C5'-C4'-C3' C1'-N-C1-C2-S=O1 S=O2 S-O3"},
    {"OLA", "oleic acid", kLigand, 'X', "",
     "C1 O1 O2- C2 C3 C4 C5 C6 C7 C8 C9 C10 C11 C12 C13 C14 C15 C16 C17 C18",
     "C1=O1 C1-O2 C1-C2-C3-C4-C5-C6-C7-C8-C9=C10-C11-C12-C13-C14-C15-C16-C17-C18"},
    {"OLC", "(2r)-2,3-dihydroxypropyl (9z)-octadec-9-enoate", kLigand, 'X', "",
     "C18 C10 C9 C17 C11 C8 C24 C16 C12 C7 C15 C13 C6 C14 C5 C4 C3 C2 C21 C1 C22 O19 O25/1 O23/1 O20",
     "C18-C17-C16-C15-C14-C13-C12-C11-C10=C9-C8-C7-C6-C5-C4-C3-C2-C1=O19 C24-C22-C21-O20-C1 C24-O25 C22-O23"},
    {"P6G", "hexaethylene glycol", kLigand, 'X', "",
     "O1/1 C2 C3 O4 C5 C6 O7 C8 C9 O10 C11 C12 O13 C14 C15 O16 C17 C18 O19/1",
     "O1-C2-C3-O4-C5-C6-O7-C8-C9-O10-C11-C12-O13-C14-C15-O16-C17-C18-O19"},
    {"PE4", "polyethylene glycol monoethyl ether", kLigand, 'X', "",
     "O1/1 C1 C2 O2 C3 C4 O3 C5 C6 O4 C7 C8 O5 C9 C10 O6 C11 C12 O7 C13 C14 O8 C15 C16",
     "O1-C1-C2-O2-C3-C4-O3-C5-C6-O4-C7-C8-O5-C9-C10-O6-C11-C12-O7-C13-C14-O8-C15-C16"},
    {"PEG", "di(hydroxyethyl)ether", kLigand, 'X', "", "C1 O1/1 C2 O2 C3 C4 O4/1", "C1-O1 C1-C2-O2-C3-C4-O4"},
    {"PG4", "tetraethylene glycol", kLigand, 'X', "",
     "O1/1 C1 C2 O2 C3 C4 O3 C5 C6 O4 C7 C8 O5/1",
     "O1-C1-C2-O2-C3-C4-O3-C5-C6-O4-C7-C8-O5"},
    {"PGE", "triethylene glycol", kLigand, 'X', "",
     "C1 O1/1 C2 O2 C3 C4 O4/1 C6 C5 O3",
     "C1-O1 C1-C2-O2-C3-C4-O3-C5-C6-O4"},
    {"PGO", "s-1,2-propanediol", kLigand, 'X', "", "C1 C2 C3 O1/1 O2/1", "C1-C2-C3 C1-O1 C2-O2"},
    {"PLM", "palmitic acid", kLigand, 'X', "",
     "C1 O1- O2 C2 C3 C4 C5 C6 C7 C8 C9 CA CB CC CD CE CF CG",
     "C1-O1 C1=O2 C1-C2-C3-C4-C5-C6-C7-C8-C9-CA-CB-CC-CD-CE-CF-CG"},
    {"SIN", "succinic acid", kLigand, 'X', "", "C1 O1 O2- C2 C3 C4 O3 O4-", "C1=O1 C1-O2 C1-C2-C3-C4=O3 C4-O4"},
    {"STE", "stearic acid", kLigand, 'X', "",
     "C1 O1 O2- C2 C3 C4 C5 C6 C7 C8 C9 C10 C11 C12 C13 C14 C15 C16 C17 C18",
     "C1=O1 C1-O2 C1-C2-C3-C4-C5-C6-C7-C8-C9-C10-C11-C12-C13-C14-C15-C16-C17-C18"},
    {"SUC", "sucrose", kLigand, 'X', "",
     "C1 C2 C3 C4 C5 C6 O2/1 O3/1 O4/1 O5 O6/1 C1' C2' C3' C4' C5' C6' O1'/1 O1 O3'/1 O4'/1 O2' O6'/1",
     "C1-O5-C5-C6-O6 C1-C2-O2 C1-O1-C2'-O2'-C5'-C6'-O6' C2-C3-C4-C5 C3-O3 C4-O4 C1'-O1' C1'-C2'-C3'-C4'-C5' "
     "C3'-O3' C4'-O4'"},
    {"TAR", "d(-)-tartaric acid", kLigand, 'X', "",
     "O1 O11- C1 C2 O2/1 C3 O3/1 C4 O4 O41-",
     "O1=C1-O11 C1-C2-O2 C2-C3-O3 C3-C4=O4 C4-O41"},
    {"TBU", "tertiary-butyl alcohol", kLigand, 'X', "", "O/1 C C1 C2 C3", "O-C-C1 C-C2 C-C3"},
    {"TLA", "l(+)-tartaric acid", kLigand, 'X', "",
     "O1 O11- C1 C2 O2/1 C3 O3/1 C4 O4 O41-",
     "O1=C1-O11 C1-C2-O2 C2-C3-O3 C3-C4=O4 C4-O41"},
    {"TRE", "trehalose", kLigand, 'X', "",
     "C1 C2 C3 C4 C5 C6 O2/1 O3/1 O4/1 O5 O6/1 C1P C2P C3P C4P C5P C6P O1 O2P/1 O3P/1 O4P/1 O5P O6P/1",
     "C1-C2-O2 C1-O1-C1P-C2P-C3P-O3P C1-O5-C5-C4-C3-O3 C2-C3 C4-O4 C5-C6-O6 C1P-O5P-C5P-C4P-O4P C2P-O2P "
     "C3P-C4P C5P-C6P-O6P"},
    {"TRS", "2-amino-2-hydroxymethyl-propane-1,3-diol", kLigand, 'X', "",
     "C C1 C2 C3 N+/3 O1/1 O2/1 O3/1",
     "C-C1-O1 C-C2-O2 C-C3-O3 C-N"},
    {"URE", "urea", kLigand, 'X', "", "C O N1/2 N2/2", "C=O C-N1 C-N2"},
};
// clang-format on

}  // namespace

std::span<const ComponentRow> component_rows() { return kRows; }

}  // namespace maek::mol

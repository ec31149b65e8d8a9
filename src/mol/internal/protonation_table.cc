// SPDX-License-Identifier: Apache-2.0
// One row a rule. Numbers are measured in water at 25 °C: "CRC" is the CRC Handbook of Chemistry and Physics (97th ed.,
// section 5, dissociation constants of organic acids and bases), "Perrin" his Dissociation Constants of Organic Bases in
// Aqueous Solution (1965, supplement 1972), "Serjeant" Serjeant & Dempsey, Ionisation Constants of Organic Acids (1979),
// "Morgenthaler" ChemMedChem 2 (2007) 1100, "Prankerd" Profiles of Drug Substances 33 (2007).
#include "mol/internal/protonation_table.h"

namespace maek::mol {
namespace {

constexpr Ionisation kAcid = Ionisation::kAcid, kBase = Ionisation::kBase;

constexpr ProtonationRule kRules[] = {
    // ---- Acids on oxygen and sulphur -------------------------------------------------------------------------------
    {"sulfonic acid, sulfate", kAcid, -2.0, false, "[OX2H1][SX4](=O)(=O)", "benzenesulfonic acid -2.8, taurine 1.5 (CRC)"},
    {"sulfinic acid", kAcid, 2.0, false, "[OX2H1][SX3]=O", "benzenesulfinic acid 1.8 (Serjeant)"},
    {"phosphoric or phosphonic acid, first proton", kAcid, 1.5, true, "[OX2H1][PX4]=[O,S]",
     "methyl phosphate 1.5, glucose 6-phosphate 1.1, methylphosphonic acid 2.1 (CRC, Serjeant)"},
    {"phosphonic acid, second proton", kAcid, 7.1, true, "[OX2H1][PX4](=[O,S])[#6]",
     "methylphosphonic acid 7.1, phenylphosphonic acid 7.1 (CRC, Serjeant)"},
    {"phosphoric acid, second proton", kAcid, 6.5, true, "[OX2H1][PX4]=[O,S]",
     "methyl phosphate 6.3, AMP 6.2, ADP 6.4, ATP 6.5 (CRC, Serjeant)"},
    {"phosphoric acid, third proton", kAcid, 12.3, false, "[OX2H1][PX4]=[O,S]", "phosphoric acid 12.35 (CRC)"},
    {"thiophosphoric acid", kAcid, 1.5, true, "[SX2H1][PX4]=[O,S]", "O,O-diethyl dithiophosphate 1.6 (Serjeant)"},
    {"carboxylic acid", kAcid, 4.0, false, "[OX2H1][CX3](=O)[#6,#1,#7]", "acetic acid 4.76, benzoic acid 4.20, glycolic acid 3.83 (CRC)"},
    {"formic acid", kAcid, 3.8, false, "[OX2H1][CX3H1](=O)", "formic acid 3.75 (CRC)"},
    {"thiocarboxylic acid", kAcid, 3.4, false, "[SX2H1][CX3]=[O,S]", "thioacetic acid 3.3 (CRC)"},
    {"thiohydroxy form of a thiocarboxylic acid", kAcid, 3.4, false, "[OX2H1][CX3](=S)[#6]", "thioacetic acid 3.3 (CRC)"},
    {"ascorbic acid", kAcid, 4.2, false, "[OX2H1]C1=C([OX2H1])C(=O)OC1", "ascorbic acid 4.17 (CRC)"},
    {"4-hydroxycoumarin or 4-hydroxypyrone", kAcid, 5.0, false, "[OX2H1]c1cc(=O)occ1", "warfarin 5.0, 4-hydroxycoumarin 4.1 (Prankerd)"},
    {"squaric acid", kAcid, 2.0, false, "[OX2H1]C1=CC(=O)C1=O", "squaric acid 1.5 and 3.4 (Serjeant)"},
    {"hydroxamic acid", kAcid, 9.0, false, "[OX2H1][NX3][CX3]=O", "acetohydroxamic acid 8.7, benzohydroxamic acid 8.8 (Serjeant)"},
    {"aromatic thiol", kAcid, 6.5, false, "[SX2H1]c", "thiophenol 6.6 (CRC)"},
    {"thiol", kAcid, 8.5, false, "[SX2H1][CX4]", "cysteine 8.3, glutathione 8.7, 2-mercaptoethanol 9.6 (CRC)"},
    {"dinitrophenol", kAcid, 4.1, false, "[OX2H1]c1c([N+](=O)[O-])cc([N+](=O)[O-])cc1", "2,4-dinitrophenol 4.07 (CRC)"},
    {"nitrophenol (2 or 4)", kAcid, 7.1, false, "[$([OX2H1]c1c([N+](=O)[O-])cccc1),$([OX2H1]c1ccc([N+](=O)[O-])cc1)]",
     "4-nitrophenol 7.15, 2-nitrophenol 7.23 (CRC)"},
    {"pentahalophenol", kAcid, 5.2, false, "[OX2H1]c1c([F,Cl,Br])c([F,Cl,Br])c([F,Cl,Br])c([F,Cl,Br])c1[F,Cl,Br]",
     "pentafluorophenol 5.5, pentachlorophenol 4.7 (CRC, Serjeant)"},
    {"phenol", kAcid, 10.0, false, "[OX2H1]c", "phenol 9.99, tyrosine 10.1 (CRC)"},
    {"oxime", kAcid, 11.5, false, "[OX2H1][NX2]=C", "acetone oxime 12.4, benzaldoxime 10.8 (Serjeant)"},
    {"alcohol", kAcid, 15.5, false, "[OX2H1][#6]", "methanol 15.5, trifluoroethanol 12.4 (CRC)"},
    // ---- Acids on nitrogen -----------------------------------------------------------------------------------------
    {"tetrazole", kAcid, 4.9, false, "[$([nX3H1]1nnnc1),$([nX3H1]1nncn1)]", "tetrazole 4.89, 5-phenyltetrazole 4.5 (Serjeant)"},
    {"disulfonimide", kAcid, 1.5, false, "[NX3H1]([SX4](=O)=O)[SX4](=O)=O", "dibenzenesulfonimide 1.5 (Serjeant)"},
    {"acyl sulfonamide", kAcid, 4.5, false, "[NX3H1]([SX4](=O)=O)[CX3](=O)[#6]", "N-acetylsulfanilamide 5.4, N-benzoyl benzenesulfonamide 4.0, saccharin 1.6 (Prankerd, Serjeant)"},
    {"saccharin type (aromatic acyl sulfonamide)", kAcid, 2.0, false, "[nX3H1](s(=O)=O)c=O", "saccharin 1.6 (Serjeant)"},
    {"sulfonylurea, sulfonylcarbamate", kAcid, 5.3, false, "[NX3H1]([SX4](=O)=O)[CX3](=O)[#7,#8]", "tolbutamide 5.3, glibenclamide 5.3 (Prankerd)"},
    {"trifluoromethanesulfonamide", kAcid, 6.0, false, "[NX3;H1,H2][SX4](=O)(=O)C(F)(F)F", "trifluoromethanesulfonamide 6.3, its N-phenyl 4.5 (Serjeant)"},
    {"sulfonamide on a pyrimidin-2-yl or like", kAcid, 6.5, false, "[NX3H1]([SX4](=O)=O)c(n)n", "sulfadiazine 6.5, sulfamerazine 7.0 (Prankerd)"},
    {"sulfonamide on an isoxazole or thiadiazole", kAcid, 5.7, false, "[NX3H1]([SX4](=O)=O)c1[n,o,s][n,o,s]cc1", "sulfamethoxazole 5.7, sulfafurazole 5.0 (Prankerd)"},
    {"sulfonamide on a 1,3,4-thiadiazole", kAcid, 5.4, false, "[NX3H1]([SX4](=O)=O)c1nncs1", "sulfamethizole 5.4 (Prankerd)"},
    {"sulfonamide", kAcid, 10.1, false, "[NX3;H1,H2][SX4](=O)=O", "benzenesulfonamide 10.1, sulfanilamide 10.4 (Serjeant)"},
    {"thiazolidinedione", kAcid, 6.7, false, "[NX3H1]1C(=O)SCC1=O", "pioglitazone 6.6 (acid), 2,4-thiazolidinedione 6.7 (Prankerd)"},
    {"barbiturate", kAcid, 7.8, false, "[NX3H1]1C(=O)NC(=O)CC1=O", "barbital 7.98, phenobarbital 7.4 (Prankerd)"},
    {"imide, uracil", kAcid, 9.5, false, "[$([NX3H1](C=O)C=O),$([nX3H1](c=O)c=O)]", "succinimide 9.6, uracil 9.4, phthalimide 8.3 (CRC, Serjeant)"},
    // ---- Nitrogen that is no base in water -------------------------------------------------------------------------
    {"amide, carbamate, urea nitrogen", kBase, -1.0, false, "[NX3][CX3]=[O,S]", "acetamide -0.6 (CRC)"},
    {"sulfonamide nitrogen", kBase, -6.0, false, "[NX3][SX4](=O)=O", "methanesulfonamide -6 (Perrin)"},
    {"phosphoramide nitrogen", kBase, 0.0, false, "[NX3,NX2]~[PX4]", "phosphoric triamides below 0 (Perrin)"},
    {"cyanamide nitrogen", kBase, 1.0, false, "[NX3][CX2]#N", "cyanamide 1.1 (Perrin)"},
    {"nitroamine, nitrosamine", kBase, -2.0, false, "[NX3][NX3+,NX2]=O", "N-nitrosodimethylamine -1 (Perrin)"},
    {"diazo, azo, azide", kBase, -3.0, false, "[NX2]=[N,O]", "azobenzene -2.5 (Perrin)"},
    {"sulfoximine, sulfilimine", kBase, 2.7, false, "[NX2]=[SX4,SX3]", "dimethylsulfoximine 2.7 (Perrin)"},
    {"hydroxylamine, alkoxyamine", kBase, 5.5, false, "[NX3][OX2]", "hydroxylamine 5.95, O-methylhydroxylamine 4.6 (CRC, Perrin)"},
    {"hydrazone, oxime nitrogen", kBase, 3.0, false, "[NX2](=C)[N,O]", "benzaldehyde hydrazones 2 to 4, oximes 0 to 2 (Perrin)"},
    // ---- Guanidine, amidine ----------------------------------------------------------------------------------------
    {"cyano-, nitro- or sulfonylguanidine or -amidine", kBase, 0.0, false, "[$([NX2]([CX2]#N)=C[#7]),$([NX2](S(=O)=O)=C[#7]),$([NX2]([N+](=O)[O-])=C[#7]),$([NX2]=C([NX3][CX2]#N)),$([NX2]=C([NX3]S(=O)=O)),$([NX2]=C([NX3][N+](=O)[O-]))]",
     "cyanoguanidine -0.4, nitroguanidine -0.5, cimetidine's cyanoguanidine -0.4, famotidine's sulfamoylamidine below 2 (Perrin, Prankerd)"},
    {"acylguanidine", kBase, 8.3, false, "[$([NX2](C=O)=C(N)N),$([NX2]=C([NX3])[NX3]C=O)]", "amiloride 8.7, acetylguanidine 8.2 (Prankerd, Perrin)"},
    {"arylguanidine", kBase, 10.0, false, "[$([NX2](c)=C([NX3])[NX3]),$([NX2]=C([NX3])[NX3]c)]", "phenylguanidine 10.8, clonidine 8.1 (Perrin, Prankerd)"},
    {"guanidine", kBase, 12.5, false, "[NX2]=[CX3]([NX3])[NX3]", "guanidine 13.6, arginine 12.5 (CRC)"},
    {"isothiourea, isourea", kBase, 9.7, false, "[NX2]=[CX3]([NX3])[SX2,OX2]", "S-methylisothiourea 9.8, O-methylisourea 9.7 (Perrin)"},
    {"amidine nitrogen with an acyl group", kBase, 5.0, false, "[$([NX2](C=O)=CN),$([NX2]=C[NX3]C=O)]", "N-acylamidines 4 to 6 (Perrin)"},
    {"N-aryl amidine", kBase, 8.5, false, "[NX2](c)=[CX3][NX3]", "N-phenylacetamidine 8.3 (Perrin)"},
    {"amidoxime", kBase, 5.0, false, "[NX2]([OX2])=[CX3][NX3]", "benzamidoxime 4.8 (Perrin)"},
    {"amidine", kBase, 11.5, false, "[NX2]=[CX3]([#6,#1])[NX3]", "acetamidine 12.4, benzamidine 11.6 (CRC, Perrin)"},
    {"formamidine", kBase, 11.0, false, "[NX2]=[CX3H1][NX3]", "formamidine 11.5 (Perrin)"},
    {"amidine or guanidine amino nitrogen", kBase, -2.0, false, "[NX3][CX3]=[NX2]", "the imino nitrogen takes the proton"},
    {"imine", kBase, 6.5, false, "[NX2]=[CX3]", "N-benzylidene methylamine 6.4 (Perrin)"},
    // ---- Aromatic nitrogen -----------------------------------------------------------------------------------------
    {"4-(dialkylamino)- or 4-aminopyridine", kBase, 9.1, false, "[nX2]1ccc([NX3;!$(N[C,S]=[O,S]);!$(N(c)c)])cc1", "4-aminopyridine 9.11, its dimethyl 9.6, 4-aminoquinoline 9.1 (Perrin)"},
    {"2-aminoimidazole", kBase, 8.5, false, "[nX2]1c([NX3;!$(N[C,S]=[O,S])])[nX3]cc1", "2-aminoimidazole 8.5, 2-aminobenzimidazole 7.5 (Perrin)"},
    {"2-aminopyridine", kBase, 6.8, false, "[nX2]1c([NX3;!$(N[C,S]=[O,S])])cccc1", "2-aminopyridine 6.86 (Perrin)"},
    {"2,4-diaminopyrimidine", kBase, 7.2, false, "[nX2]1c([NX3])nc([NX3])cc1", "trimethoprim 7.1, pyrimethamine 7.3, 2,4-diaminopyrimidine 7.4 (Prankerd, Perrin)"},
    {"benzimidazole", kBase, 5.5, false, "[nX2]1c[nX3]c2ccccc12", "benzimidazole 5.5 (Perrin)"},
    {"imidazole", kBase, 7.0, false, "[nX2]1c[nX3]cc1", "imidazole 6.95, histidine 6.0, 4-methylimidazole 7.5 (CRC)"},
    {"pyridine", kBase, 5.2, false, "[nX2]1ccccc1", "pyridine 5.23, quinoline 4.9, isoquinoline 5.4 (CRC)"},
    {"other aromatic nitrogen", kBase, 3.0, false, "[nX2]", "adenine 4.1, thiazole 2.5, pyrazole 2.5, pyridazine 2.3, pyrimidine 1.2, pyrazine 0.6 (CRC, Perrin)"},
    // ---- Amines that a neighbour weakens ---------------------------------------------------------------------------
    {"aniline", kBase, 4.6, false, "[NX3]c", "aniline 4.60, N,N-dimethylaniline 5.1 (CRC)"},
    {"hydrazide", kBase, 3.0, false, "[NX3][NX3][C,S]=[O,S]", "acethydrazide 3.2, isoniazid 3.5 (Perrin)"},
    {"hydrazine", kBase, 7.0, false, "[NX3][#7]", "methylhydrazine 7.9, 1,1-dimethylhydrazine 7.2, phenylhydrazine 5.2 (Perrin)"},
    {"enamine, vinylogous amide", kBase, 3.0, false, "[NX3][CX3]=[CX3]", "protonates on carbon, if at all; enaminones 1 to 3 (Perrin)"},
    {"ynamine", kBase, 3.0, false, "[NX3][CX2]#C", "as the enamines"},
    {"amine beside CF3", kBase, 5.6, false, "[NX3][CX4][CX4](F)(F)F", "2,2,2-trifluoroethylamine 5.7 (Morgenthaler)"},
    {"amine on a CF2 or beside it", kBase, 7.2, false, "[$([NX3][CX4][CX4](F)F),$([NX3][CX4](F)F)]", "2,2-difluoroethylamine 7.3 (Morgenthaler)"},
    {"aminoacetonitrile", kBase, 5.3, false, "[NX3][CX4][CX2]#N", "aminoacetonitrile 5.3 (Perrin)"},
    {"amine beside a sulfone or sulfonamide", kBase, 5.8, false, "[NX3][CX4][SX4](=O)=O", "aminomethyl sulfones 5 to 6 (Morgenthaler)"},
    {"amine between two carbonyls", kBase, 5.5, false, "[NX3]([CX4][CX3](=O)[#7,#6,$([OX2H0])])[CX4][CX3](=O)[#7,#6,$([OX2H0])]", "iminodiacetic esters and amides 5 to 6 (Perrin)"},
    {"hexamine, aminal", kBase, 5.0, false, "[NX3;!$(N*=[O,S,N])][CX4][NX3;!$(N*=[O,S,N]);!$(Nc)]", "hexamethylenetetramine 4.9 (Perrin)"},
    {"4-acyl- or 4-sulfonylpiperazine, N-alkyl", kBase, 6.8, false, "[NX3;H0]1([CX4])CCN([C,S]=O)CC1", "1-acetyl-4-methylpiperazine 7.1, 4-sulfonyl below 6.5 (Perrin, Morgenthaler)"},
    {"N-alkylmorpholine", kBase, 7.4, false, "[NX3;H0]1([CX4])CCOCC1", "N-methylmorpholine 7.4 (Perrin)"},
    {"alpha-amino amide or ester", kBase, 7.8, false, "[NX3][CX4][CX3](=O)[#7,$([OX2H0])]", "glycinamide 7.9, glycine ethyl ester 7.7, lidocaine 7.9, alanylglycine's end 8.2 (CRC, Prankerd)"},
    {"alpha-amino acid", kBase, 9.6, false, "[NX3][CX4][CX3](=O)[OX2H1]", "glycine 9.78, alanine 9.87, serine 9.21, proline 10.6 (CRC)"},
    {"alpha-amino ketone", kBase, 7.0, false, "[NX3][CX4][CX3](=O)[#6]", "alpha-amino ketones 6.5 to 7.5, amfepramone 8.7 (Prankerd, Perrin)"},
    // ---- Aliphatic amines ------------------------------------------------------------------------------------------
    {"aziridine", kBase, 8.0, false, "[NX3]1[CX4][CX4]1", "aziridine 8.0 (Perrin)"},
    {"morpholine", kBase, 8.5, false, "[NX3;H1]1CCOCC1", "morpholine 8.5 (CRC)"},
    {"benzylic amine", kBase, 9.3, false, "[NX3;!$(N~[!#6])][CX4]c", "benzylamine 9.33, N-methylbenzylamine 9.6 (CRC)"},
    {"primary amine", kBase, 10.5, false, "[NX3;H2][CX4]", "methylamine 10.66, lysine 10.5 (CRC)"},
    {"secondary amine", kBase, 10.8, false, "[NX3;H1]([CX4])[CX4]", "dimethylamine 10.73, piperidine 11.1 (CRC)"},
    {"tertiary amine", kBase, 9.8, false, "[NX3;H0]([CX4])([CX4])[CX4]", "trimethylamine 9.80, N-methylpiperidine 10.1 (CRC)"},
    {"ammonia", kBase, 9.25, false, "[NX3;H3]", "ammonia 9.25 (CRC)"},
};

}  // namespace

std::span<const ProtonationRule> protonation_rules() { return kRules; }

}  // namespace maek::mol

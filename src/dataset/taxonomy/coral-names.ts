/**
 * Genera and families of reef-building corals and their like as they are annotated, in accepted and in older spellings: what
 * class names are compared with, to find those that are misspelt. A name that is not here is no mistake.
 */
const NAMES = `
  Acanthastrea Acropora Agaricia Alveopora Anacropora Anomastraea Astrea Astraeosmilia Astreopora Australogyra Australomussa
  Bernardpora Blastomussa Boninastrea Cantharellus Catalaphyllia Caulastraea Caulastrea Cladocora Coeloseris Colpophyllia
  Coscinaraea Craterastrea Ctenactis Cycloseris Cynarina Cyphastrea Danafungia Dendrogyra Dendrophyllia Dichocoenia Diploastrea
  Diploria Dipsastraea Distichopora Duncanopsammia Echinomorpha Echinophyllia Echinopora Eusmilia Euphyllia Favia Favites
  Fimbriaphyllia Fungia Galaxea Gardineroseris Goniastrea Goniopora Halomitra Heliofungia Heliopora Herpolitha Heterocyathus
  Heteropsammia Homophyllia Horastrea Hydnophora Isophyllia Isopora Leptastrea Leptoria Leptoseris Lithophyllon Lobactis
  Lobophyllia Lobophytum Madracis Manicina Meandrina Merulina Micromussa Millepora Montastraea Montastrea Montipora Moseleya
  Mussa Mussismilia Mycedium Mycetophyllia Nemenzophyllia Oculina Orbicella Oulastrea Oulophyllia Oxypora Pachyseris Palauastrea
  Paragoniastrea Paramontastraea Parasimplastrea Parascolymia Pavona Pectinia Physogyra Physophyllia Platygyra Pleuractis
  Plerogyra Plesiastrea Pocillopora Podabacia Polyphyllia Porites Psammocora Pseudodiploria Pseudosiderastrea Rhizopsammia
  Sandalolitha Sarcophyton Scapophyllia Sclerophyllia Scolymia Seriatopora Siderastrea Simplastrea Sinularia Solenastrea
  Stephanocoenia Stylaster Stylocoeniella Stylophora Symphyllia Trachyphyllia Tubastraea Tubastrea Tubipora Turbinaria Xenia
  Zoopilus
  Acroporidae Agariciidae Astrocoeniidae Coscinaraeidae Dendrophylliidae Diploastraeidae Euphylliidae Faviidae Fungiidae
  Helioporidae Lobophylliidae Meandrinidae Merulinidae Milleporidae Montastraeidae Mussidae Oculinidae Pectiniidae
  Plerogyridae Plesiastreidae Pocilloporidae Poritidae Psammocoridae Siderastreidae Stylasteridae
`;

/** Each of them. */
export const CORAL_NAMES: readonly string[] = NAMES.trim().split(/\s+/u);

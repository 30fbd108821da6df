<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="it" sourcelanguage="en">
<context>
    <name>Choices</name>
    <message>
        <source>Auto</source>
        <translation>Auto</translation>
    </message>
    <message>
        <source>Cantonese</source>
        <translation>Cantonese</translation>
    </message>
    <message>
        <source>Sanskrit</source>
        <translation>Sanscrito</translation>
    </message>
    <message>
        <source>%1 major</source>
        <translation>%1 maggiore</translation>
    </message>
    <message>
        <source>%1 minor</source>
        <translation>%1 minore</translation>
    </message>
</context>
<context>
    <name>Core</name>
    <message>
        <source>is silent</source>
        <translation>è silenziosa</translation>
    </message>
    <message>
        <source>is off centre by {} % (DC)</source>
        <translation>è fuori centro del {} % (DC)</translation>
    </message>
    <message>
        <source>is clipped in {} % of its samples</source>
        <translation>è distorta (clipping) nel {} % dei campioni</translation>
    </message>
    <message>
        <source>{} does not exist.</source>
        <translation>{} non esiste.</translation>
    </message>
    <message>
        <source>Choose another file, or put it back where it was.</source>
        <translation>Scegli un altro file o rimettilo dov&apos;era.</translation>
    </message>
    <message>
        <source>{} is a folder, not an audio file.</source>
        <translation>{} è una cartella, non un file audio.</translation>
    </message>
    <message>
        <source>Choose a file inside it.</source>
        <translation>Scegli un file al suo interno.</translation>
    </message>
    <message>
        <source>{} cannot be read: {}.</source>
        <translation>{} non si può leggere: {}.</translation>
    </message>
    <message>
        <source>Check that you may read it.</source>
        <translation>Controlla di avere il permesso di leggerlo.</translation>
    </message>
    <message>
        <source>{} is not a file.</source>
        <translation>{} non è un file.</translation>
    </message>
    <message>
        <source>Choose an audio file.</source>
        <translation>Scegli un file audio.</translation>
    </message>
    <message>
        <source>{} is empty.</source>
        <translation>{} è vuoto.</translation>
    </message>
    <message>
        <source>Choose another file; if it was copied, copy it again.</source>
        <translation>Scegli un altro file; se era stato copiato, copialo di nuovo.</translation>
    </message>
    <message>
        <source>{} is not audio, or of a kind that is not supported.</source>
        <translation>{} non è audio o è di un tipo non supportato.</translation>
    </message>
    <message>
        <source>Use WAV, AIFF, FLAC, MP3, Ogg or Opus.</source>
        <translation>Usa WAV, AIFF, FLAC, MP3, Ogg o Opus.</translation>
    </message>
    <message>
        <source>{} is damaged: {}.</source>
        <translation>{} è danneggiato: {}.</translation>
    </message>
    <message>
        <source>Choose another file or export it again.</source>
        <translation>Scegli un altro file o esportalo di nuovo.</translation>
    </message>
    <message>
        <source>{} is damaged: it ends after {} of {} bytes.</source>
        <translation>{} è danneggiato: finisce dopo {} byte su {}.</translation>
    </message>
    <message>
        <source>Copy or export it again.</source>
        <translation>Copialo o esportalo di nuovo.</translation>
    </message>
    <message>
        <source>{} is damaged: the sample at frame {} is not a number.</source>
        <translation>{} è danneggiato: il campione al fotogramma {} non è un numero.</translation>
    </message>
    <message>
        <source>Export it again with the program it comes from.</source>
        <translation>Esportalo di nuovo dal programma da cui proviene.</translation>
    </message>
    <message>
        <source>{} holds no audio.</source>
        <translation>{} non contiene audio.</translation>
    </message>
    <message>
        <source>{} is damaged: it ends after {} of {} frames.</source>
        <translation>{} è danneggiato: finisce dopo {} fotogrammi su {}.</translation>
    </message>
    <message>
        <source>AAC files cannot be written: the audio library here has no AAC encoder.</source>
        <translation>I file AAC non si possono scrivere: la libreria audio di questo computer non ha un codificatore AAC.</translation>
    </message>
    <message>
        <source>Choose MP3, Opus or Ogg instead.</source>
        <translation>Scegli invece MP3, Opus o Ogg.</translation>
    </message>
    <message>
        <source>There is no audio to write.</source>
        <translation>Non c&apos;è audio da scrivere.</translation>
    </message>
    <message>
        <source>Choose a longer stretch.</source>
        <translation>Scegli un tratto più lungo.</translation>
    </message>
    <message>
        <source>{} files cannot hold {} channels at {} Hz.</source>
        <translation>I file {} non possono contenere {} canali a {} Hz.</translation>
    </message>
    <message>
        <source>Choose 48000 Hz stereo, or WAV.</source>
        <translation>Scegli 48000 Hz stereo, oppure WAV.</translation>
    </message>
    <message>
        <source>{} cannot be encoded: {}</source>
        <translation>{} non si può codificare: {}</translation>
    </message>
    <message>
        <source>Choose another format.</source>
        <translation>Scegli un altro formato.</translation>
    </message>
    <message>
        <source>{} cannot be read.</source>
        <translation>{} non si può leggere.</translation>
    </message>
    <message>
        <source>The FLAC file has no room for its tags.</source>
        <translation>Nel file FLAC non c&apos;è spazio per i suoi tag.</translation>
    </message>
    <message>
        <source>The loudness of this audio cannot be measured.</source>
        <translation>Il volume percepito di questo audio non si può misurare.</translation>
    </message>
    <message>
        <source>Play audio with fewer channels or a usual sample rate.</source>
        <translation>Riproduci audio con meno canali o con una frequenza di campionamento consueta.</translation>
    </message>
    <message>
        <source>The Ogg file is not laid out as its encoder should have done.</source>
        <translation>Il file Ogg non è composto come avrebbe dovuto fare il codificatore.</translation>
    </message>
    <message>
        <source>This machine has no audio output device.</source>
        <translation>Questo computer non ha un dispositivo di uscita audio.</translation>
    </message>
    <message>
        <source>Connect one and try again; takes can still be exported and dragged out.</source>
        <translation>Collegane uno e riprova; le versioni si possono comunque esportare e trascinare fuori.</translation>
    </message>
    <message>
        <source>The sound system does not start: {}.</source>
        <translation>Il sistema audio non si avvia: {}.</translation>
    </message>
    <message>
        <source>Check the system&apos;s sound settings; takes can still be exported.</source>
        <translation>Controlla le impostazioni audio del sistema; le versioni si possono comunque esportare.</translation>
    </message>
    <message>
        <source>The audio device &apos;{}&apos; is not there.</source>
        <translation>Il dispositivo audio «{}» non c&apos;è.</translation>
    </message>
    <message>
        <source>Plug it in, or choose another output device in Settings.</source>
        <translation>Collegalo o scegli un altro dispositivo di uscita nelle Impostazioni.</translation>
    </message>
    <message>
        <source>The audio device &apos;{}&apos; cannot be opened: {}.</source>
        <translation>Il dispositivo audio «{}» non si apre: {}.</translation>
    </message>
    <message>
        <source>Close other programs that use it, or choose another output device in Settings.</source>
        <translation>Chiudi gli altri programmi che lo usano o scegli un altro dispositivo di uscita nelle Impostazioni.</translation>
    </message>
    <message>
        <source>Audio at {} Hz cannot be resampled to {} Hz.</source>
        <translation>L&apos;audio a {} Hz non si può ricampionare a {} Hz.</translation>
    </message>
    <message>
        <source>Choose a rate above 0 Hz.</source>
        <translation>Scegli una frequenza sopra 0 Hz.</translation>
    </message>
    <message>
        <source>Resampling to {} Hz failed: {}.</source>
        <translation>Il ricampionamento a {} Hz non è riuscito: {}.</translation>
    </message>
    <message>
        <source>The disk is full: free some space or choose another folder, then try again.</source>
        <translation>Il disco è pieno: libera spazio o scegli un&apos;altra cartella, poi riprova.</translation>
    </message>
    <message>
        <source>Choose a folder you may write to.</source>
        <translation>Scegli una cartella in cui puoi scrivere.</translation>
    </message>
    <message>
        <source>Choose a shorter name.</source>
        <translation>Scegli un nome più corto.</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>Scegli un&apos;altra cartella.</translation>
    </message>
    <message>
        <source>Check the disk and the folder, then try again.</source>
        <translation>Controlla il disco e la cartella, poi riprova.</translation>
    </message>
    <message>
        <source>{} cannot be written: {}.</source>
        <translation>{} non si può scrivere: {}.</translation>
    </message>
    <message>
        <source>{} is not there.</source>
        <translation>{} non c&apos;è.</translation>
    </message>
    <message>
        <source>Check the name of the file.</source>
        <translation>Controlla il nome del file.</translation>
    </message>
    <message>
        <source>Check that the file exists and that you may read it.</source>
        <translation>Controlla che il file esista e che tu possa leggerlo.</translation>
    </message>
    <message>
        <source>Install Ottava again, or start it from its build folder.</source>
        <translation>Installa di nuovo Ottava o avvialo dalla sua cartella di compilazione.</translation>
    </message>
    <message>
        <source>Choose another adapter, or download or export this one again.</source>
        <translation>Scegli un altro adattatore, o scarica o esporta di nuovo questo.</translation>
    </message>
    <message>
        <source>{} is no adapter.</source>
        <translation>{} non è un adattatore.</translation>
    </message>
    <message>
        <source>No adapter at {}.</source>
        <translation>Nessun adattatore in {}.</translation>
    </message>
    <message>
        <source>Choose a folder with {} and {}, or a .safetensors file.</source>
        <translation>Scegli una cartella con {} e {}, oppure un file .safetensors.</translation>
    </message>
    <message>
        <source>{} is missing.</source>
        <translation>{} manca.</translation>
    </message>
    <message>
        <source>Install this model, or choose another models folder.</source>
        <translation>Installa questo modello o scegli un&apos;altra cartella dei modelli.</translation>
    </message>
    <message>
        <source>{} is not JSON.</source>
        <translation>{} non è JSON.</translation>
    </message>
    <message>
        <source>Download this file again.</source>
        <translation>Scarica di nuovo questo file.</translation>
    </message>
    <message>
        <source>This dtype has no name in safetensors.</source>
        <translation>Questo tipo di dato non ha un nome in safetensors.</translation>
    </message>
    <message>
        <source>Please report it.</source>
        <translation>Segnalalo, per favore.</translation>
    </message>
    <message>
        <source>Check that the model is installed and readable.</source>
        <translation>Controlla che il modello sia installato e leggibile.</translation>
    </message>
    <message>
        <source>Install this model again.</source>
        <translation>Installa di nuovo questo modello.</translation>
    </message>
    <message>
        <source>{} cannot be mapped: {}.</source>
        <translation>{} non si può mappare in memoria: {}.</translation>
    </message>
    <message>
        <source>Close other programs or move the models to a local disk.</source>
        <translation>Chiudi altri programmi o sposta i modelli su un disco locale.</translation>
    </message>
    <message>
        <source>The file looks incomplete or damaged: download it again.</source>
        <translation>Il file sembra incompleto o danneggiato: scaricalo di nuovo.</translation>
    </message>
    <message>
        <source>{} could not be written.</source>
        <translation>Non è stato possibile scrivere {}.</translation>
    </message>
    <message>
        <source>Check that the folder is writable and the disk is not full.</source>
        <translation>Controlla che la cartella sia scrivibile e che il disco non sia pieno.</translation>
    </message>
    <message>
        <source>Install this model again: the file belongs to it.</source>
        <translation>Installa di nuovo questo modello: il file ne fa parte.</translation>
    </message>
    <message>
        <source>{} is far too large for what it should hold.</source>
        <translation>{} è troppo grande per ciò che dovrebbe contenere.</translation>
    </message>
    <message>
        <source>{}: not a list of shards.</source>
        <translation>{}: non è un elenco di parti.</translation>
    </message>
    <message>
        <source>{} holds no weights ({}.safetensors).</source>
        <translation>{} non contiene pesi ({}.safetensors).</translation>
    </message>
    <message>
        <source>{}: no tensor &apos;{}&apos;.</source>
        <translation>{}: manca il tensore «{}».</translation>
    </message>
    <message>
        <source>The model is incomplete or of another kind: download it again.</source>
        <translation>Il modello è incompleto o di un altro tipo: scaricalo di nuovo.</translation>
    </message>
    <message>
        <source>{}: tensor &apos;{}&apos; has shape [{}], the model&apos;s config asks for [{}].</source>
        <translation>{}: il tensore «{}» ha forma [{}], la configurazione del modello chiede [{}].</translation>
    </message>
    <message>
        <source>config.json and weights belong to different models: download both again.</source>
        <translation>config.json e i pesi sono di modelli diversi: scarica di nuovo entrambi.</translation>
    </message>
    <message>
        <source>{}: tensor &apos;{}&apos; holds no floating-point numbers.</source>
        <translation>{}: il tensore «{}» non contiene numeri in virgola mobile.</translation>
    </message>
    <message>
        <source>This file is not of the kind Ottava reads (bf16, f16 or f32): download it again.</source>
        <translation>Questo file non è del tipo che Ottava legge (bf16, f16 o f32): scaricalo di nuovo.</translation>
    </message>
    <message>
        <source>dcw_wavelet: &apos;{}&apos; is not a wavelet Ottava has.</source>
        <translation>dcw_wavelet: «{}» non è una wavelet di Ottava.</translation>
    </message>
    <message>
        <source>Use one of {}.</source>
        <translation>Usa una di queste: {}.</translation>
    </message>
    <message>
        <source>It fits {}: choose such a model, or another adapter.</source>
        <translation>È adatto a {}: scegli un modello così o un altro adattatore.</translation>
    </message>
    <message>
        <source>It was made for {}: choose that model, or another adapter.</source>
        <translation>È stato fatto per {}: scegli quel modello o un altro adattatore.</translation>
    </message>
    <message>
        <source>It was made for a model that is not installed: choose another adapter.</source>
        <translation>È stato fatto per un modello che non è installato: scegli un altro adattatore.</translation>
    </message>
    <message>
        <source>The adapter {} was not made for {}: {}.</source>
        <translation>L&apos;adattatore {} non è fatto per {}: {}.</translation>
    </message>
    <message>
        <source>{} take</source>
        <translation>{} versione</translation>
    </message>
    <message>
        <source>{} takes</source>
        <translation>{} versioni</translation>
    </message>
    <message>
        <source>{} allows up to {}</source>
        <translation>{} consente fino a {}</translation>
    </message>
    <message>
        <source>{} allows up to {} with the language model</source>
        <translation>{} consente fino a {} con il modello linguistico</translation>
    </message>
    <message>
        <source>{} allows up to {} without the language model</source>
        <translation>{} consente fino a {} senza il modello linguistico</translation>
    </message>
    <message>
        <source>{}, and the limit was set to {}; {} was asked and {} will be made.</source>
        <translation>{}, e il limite è stato impostato a {}; richiesti {}, ne verranno creati {}.</translation>
    </message>
    <message>
        <source>{}; {} was asked and {} will be made.</source>
        <translation>{}; richiesti {}, ne verranno creati {}.</translation>
    </message>
    <message>
        <source>{}, and the limit was set to {}; {} were asked and {} will be made.</source>
        <translation>{}, e il limite è stato impostato a {}; richieste: {}, create: {}.</translation>
    </message>
    <message>
        <source>{}; {} were asked and {} will be made.</source>
        <translation>{}; richieste: {}, create: {}.</translation>
    </message>
    <message>
        <source>{}; {} will be made because that limit was raised. Memory may run out.</source>
        <translation>{}; se ne fanno {} perché quel limite è stato alzato. La memoria potrebbe non bastare.</translation>
    </message>
    <message>
        <source>{} holds no &apos;latents&apos; of shape [1, frames, 64].</source>
        <translation>{} non contiene «latents» di forma [1, frames, 64].</translation>
    </message>
    <message>
        <source>Give a file that `encode` or a take&apos;s latents.safetensors holds.</source>
        <translation>Indica un file scritto da `encode` o il latents.safetensors di una versione.</translation>
    </message>
    <message>
        <source>Cut it into shorter files.</source>
        <translation>Taglialo in file più corti.</translation>
    </message>
    <message>
        <source>{} is shorter than one latent frame (0.04 s).</source>
        <translation>{} è più corto di un fotogramma latente (0,04 s).</translation>
    </message>
    <message>
        <source>Choose a longer file.</source>
        <translation>Scegli un file più lungo.</translation>
    </message>
    <message>
        <source>There are no int8 kernels for graphics cards.</source>
        <translation>Non ci sono kernel int8 per le schede grafiche.</translation>
    </message>
    <message>
        <source>Use precision auto, bf16 or fp32, or device cpu.</source>
        <translation>Usa la precisione auto, bf16 o fp32, oppure il dispositivo cpu.</translation>
    </message>
    <message>
        <source>{} is there, but libtorch&apos;s CUDA part is not: the processor is used.</source>
        <translation>{} c&apos;è, ma manca la parte CUDA di libtorch: si usa il processore.</translation>
    </message>
    <message>
        <source>use_lora is set, but lora_path names no adapter.</source>
        <translation>use_lora è attivo, ma lora_path non indica un adattatore.</translation>
    </message>
    <message>
        <source>Set lora_path to an adapter&apos;s folder or file, or use_lora to false.</source>
        <translation>Indica in lora_path la cartella o il file di un adattatore, oppure imposta use_lora a false.</translation>
    </message>
    <message>
        <source>{} has guidance built in: guidance_scale {} is ignored.</source>
        <translation>{} ha la guida incorporata: la scala della guida {} è ignorata.</translation>
    </message>
    <message>
        <source>{}: {} is not {}.</source>
        <translation>{}: {} non è {}.</translation>
    </message>
    <message>
        <source>Correct {} in the request.</source>
        <translation>Correggi {} nella richiesta.</translation>
    </message>
    <message>
        <source>{}: {} was rounded to {}.</source>
        <translation>{}: {} è stato arrotondato a {}.</translation>
    </message>
    <message>
        <source>{} holds no recipe.</source>
        <translation>{} non contiene una ricetta.</translation>
    </message>
    <message>
        <source>Choose the take.json of a take, or a request as ottava-cli reads it.</source>
        <translation>Scegli il take.json di una versione o una richiesta come la legge ottava-cli.</translation>
    </message>
    <message>
        <source>decoding</source>
        <translation>la decodifica</translation>
    </message>
    <message>
        <source>The model gave invalid numbers while {}: that was done again in fp32.</source>
        <translation>Il modello ha dato numeri non validi durante {}: è stato rifatto in fp32.</translation>
    </message>
    <message>
        <source>diffusing</source>
        <translation>la diffusione</translation>
    </message>
    <message>
        <source>Take {} {}.</source>
        <translation>La versione {} {}.</translation>
    </message>
    <message>
        <source>The job was stopped before this take was timed and scored; its sound is whole.</source>
        <translation>Il lavoro è stato fermato prima di sincronizzare e valutare questa versione; il suono è intero.</translation>
    </message>
    <message>
        <source>Take {} is saved but could not be timed and scored: {}</source>
        <translation>La versione {} è salvata, ma non è stato possibile sincronizzarla e valutarla: {}</translation>
    </message>
    <message>
        <source>The model produced nothing but zeros.</source>
        <translation>Il modello ha prodotto solo zeri.</translation>
    </message>
    <message>
        <source>config.json and weights may belong to different models: install the model again.</source>
        <translation>config.json e i pesi potrebbero essere di modelli diversi: installa di nuovo il modello.</translation>
    </message>
    <message>
        <source>The language model {} is not installed.</source>
        <translation>Il modello linguistico {} non è installato.</translation>
    </message>
    <message>
        <source>Install it, or go on without one.</source>
        <translation>Installalo o prosegui senza.</translation>
    </message>
    <message>
        <source>Install it, or choose from {}.</source>
        <translation>Installalo o scegli tra {}.</translation>
    </message>
    <message>
        <source>No language model is installed.</source>
        <translation>Nessun modello linguistico è installato.</translation>
    </message>
    <message>
        <source>Put one (acestep-5Hz-lm-0.6B is the smallest) into the models folder.</source>
        <translation>Mettine uno (acestep-5Hz-lm-0.6B è il più piccolo) nella cartella dei modelli.</translation>
    </message>
    <message>
        <source>{} has no room for a language model: the song is made without a plan.</source>
        <translation>{} non ha spazio per un modello linguistico: il brano si fa senza piano.</translation>
    </message>
    <message>
        <source>No language model is installed: the song is made without a plan.</source>
        <translation>Nessun modello linguistico è installato: il brano si fa senza piano.</translation>
    </message>
    <message>
        <source>{} allows language models up to {}, and none of these is installed: the song is made without a plan.</source>
        <translation>{} consente modelli linguistici fino a {}, e nessuno di questi è installato: il brano si fa senza piano.</translation>
    </message>
    <message>
        <source>{} leaves the language model off unless one is chosen: the song is made without a plan.</source>
        <translation>{} lascia spento il modello linguistico se non se ne sceglie uno: il brano si fa senza piano.</translation>
    </message>
    <message>
        <source>This needs the language model, which was turned off.</source>
        <translation>Serve il modello linguistico, che è stato spento.</translation>
    </message>
    <message>
        <source>Choose a language model instead of none.</source>
        <translation>Scegli un modello linguistico.</translation>
    </message>
    <message>
        <source>There is no audio code in audio_codes.</source>
        <translation>In audio_codes non c&apos;è alcun codice audio.</translation>
    </message>
    <message>
        <source>Paste codes as &lt;|audio_code_123|&gt;, one after the other.</source>
        <translation>Incolla i codici come &lt;|audio_code_123|&gt;, uno dopo l&apos;altro.</translation>
    </message>
    <message>
        <source>There is nothing to understand: no recording and no audio codes were given.</source>
        <translation>Non c&apos;è nulla da capire: non sono stati dati né una registrazione né codici audio.</translation>
    </message>
    <message>
        <source>Choose a recording, or paste audio codes.</source>
        <translation>Scegli una registrazione o incolla dei codici audio.</translation>
    </message>
    <message>
        <source>The language model gave no usable answer: {}</source>
        <translation>Il modello linguistico non ha dato una risposta utilizzabile: {}</translation>
    </message>
    <message>
        <source>Try again with another seed, or go on without the language model.</source>
        <translation>Riprova con un altro seme o prosegui senza il modello linguistico.</translation>
    </message>
    <message>
        <source>{} is too short to be understood.</source>
        <translation>{} è troppo corto per essere capito.</translation>
    </message>
    <message>
        <source>Choose a recording of some seconds.</source>
        <translation>Scegli una registrazione di alcuni secondi.</translation>
    </message>
    <message>
        <source>{} is silent.</source>
        <translation>{} è silenzioso.</translation>
    </message>
    <message>
        <source>Choose a recording in which something sounds.</source>
        <translation>Scegli una registrazione in cui si senta qualcosa.</translation>
    </message>
    <message>
        <source>{} lasts {} s: its first {} s are used.</source>
        <translation>{} dura {} s: se ne usano i primi {} s.</translation>
    </message>
    <message>
        <source>{} is too long: its first {} s are used.</source>
        <translation>{} è troppo lungo: se ne usano i primi {} s.</translation>
    </message>
    <message>
        <source>{} has {} channels: the first two are used.</source>
        <translation>{} ha {} canali: si usano i primi due.</translation>
    </message>
    <message>
        <source>The region from {} s to {} s {}.</source>
        <translation>La regione da {} s a {} s {}.</translation>
    </message>
    <message>
        <source>The source is {} s long: choose a region that lies in it or continues it.</source>
        <translation>La sorgente dura {} s: scegli una regione al suo interno o che la continui.</translation>
    </message>
    <message>
        <source>begins after the end of the source</source>
        <translation>comincia dopo la fine della sorgente</translation>
    </message>
    <message>
        <source>is empty</source>
        <translation>è vuota</translation>
    </message>
    <message>
        <source>ends before it begins</source>
        <translation>finisce prima di cominciare</translation>
    </message>
    <message>
        <source>With what is added the song would be {} s long; {} s are possible here.</source>
        <translation>Con ciò che si aggiunge il brano durerebbe {} s; qui sono possibili {} s.</translation>
    </message>
    <message>
        <source>Add less, or raise the limit in the settings.</source>
        <translation>Aggiungi di meno o alza il limite nelle impostazioni.</translation>
    </message>
    <message>
        <source>The request is not UTF-8 text.</source>
        <translation>La richiesta non è testo UTF-8.</translation>
    </message>
    <message>
        <source>The request is not JSON (wrong at byte {}).</source>
        <translation>La richiesta non è JSON (errore al byte {}).</translation>
    </message>
    <message>
        <source>The request holds a number that is too large.</source>
        <translation>La richiesta contiene un numero troppo grande.</translation>
    </message>
    <message>
        <source>The request is JSON, but not an object.</source>
        <translation>La richiesta è JSON, ma non un oggetto.</translation>
    </message>
    <message>
        <source>{}: this is not an object of fields.</source>
        <translation>{}: non è un oggetto con campi.</translation>
    </message>
    <message>
        <source>Not a field of a request, ignored: {} and {} more.</source>
        <translation>Non sono campi di una richiesta, ignorati: {} e altri {}.</translation>
    </message>
    <message>
        <source>Not a field of a request, ignored: {}.</source>
        <translation>Non sono campi di una richiesta, ignorati: {}.</translation>
    </message>
    <message>
        <source>{}: {} is not possible, {} is used.</source>
        <translation>{}: {} non è possibile, si usa {}.</translation>
    </message>
    <message>
        <source>The setting &apos;{}&apos; is {}, not {}; its default is used.</source>
        <translation>L&apos;impostazione «{}» è {}, non {}; si usa il valore predefinito.</translation>
    </message>
    <message>
        <source>{} {}; the default settings are used.</source>
        <translation>{} {}; si usano le impostazioni predefinite.</translation>
    </message>
    <message>
        <source>The settings file is not a JSON object.</source>
        <translation>Il file delle impostazioni non è un oggetto JSON.</translation>
    </message>
    <message>
        <source>Remove it to start afresh.</source>
        <translation>Eliminalo per ricominciare da capo.</translation>
    </message>
    <message>
        <source>{} cannot be combined with a morph.</source>
        <translation>{} non si può combinare con una trasformazione.</translation>
    </message>
    <message>
        <source>Turn flow_edit_morph off, or use it with text2music, cover or cover-nofsq.</source>
        <translation>Disattiva flow_edit_morph o usalo con text2music, cover o cover-nofsq.</translation>
    </message>
    <message>
        <source>flow_edit_n_min ({}) is above flow_edit_n_max ({}).</source>
        <translation>flow_edit_n_min ({}) è maggiore di flow_edit_n_max ({}).</translation>
    </message>
    <message>
        <source>Exchange the two.</source>
        <translation>Scambia i due valori.</translation>
    </message>
    <message>
        <source>Choose a longer recording.</source>
        <translation>Scegli una registrazione più lunga.</translation>
    </message>
    <message>
        <source>{} is silent: the model&apos;s own silence stands for it.</source>
        <translation>{} è silenzioso: al suo posto sta il silenzio del modello.</translation>
    </message>
    <message>
        <source>Choose a reference recording in which something sounds, or none.</source>
        <translation>Scegli una registrazione di riferimento in cui si senta qualcosa, o nessuna.</translation>
    </message>
    <message>
        <source>audio_codes holds no &lt;|audio_code_N|&gt;.</source>
        <translation>audio_codes non contiene alcun &lt;|audio_code_N|&gt;.</translation>
    </message>
    <message>
        <source>Paste codes as Ottava shows them, or leave the field empty.</source>
        <translation>Incolla i codici come li mostra Ottava o lascia il campo vuoto.</translation>
    </message>
    <message>
        <source>A morph needs a source recording.</source>
        <translation>Una trasformazione ha bisogno di una registrazione sorgente.</translation>
    </message>
    <message>
        <source>{} needs a source recording.</source>
        <translation>{} ha bisogno di una registrazione sorgente.</translation>
    </message>
    <message>
        <source>Set src_audio to an audio file.</source>
        <translation>Indica un file audio in src_audio.</translation>
    </message>
    <message>
        <source>audio_codes are not used: a morph follows its source.</source>
        <translation>I codici audio non si usano: una trasformazione segue la sua sorgente.</translation>
    </message>
    <message>
        <source>audio_codes are not used: {} follows its source.</source>
        <translation>I codici audio non si usano: {} segue la sua sorgente.</translation>
    </message>
    <message>
        <source>src_audio is not used: audio_codes come first.</source>
        <translation>La registrazione sorgente non si usa: i codici audio hanno la precedenza.</translation>
    </message>
    <message>
        <source>src_audio is not used by text2music.</source>
        <translation>La registrazione sorgente non si usa per un brano nuovo (text2music).</translation>
    </message>
    <message>
        <source>Takes cannot be written to {}: {}.</source>
        <translation>Le versioni non si possono scrivere in {}: {}.</translation>
    </message>
    <message>
        <source>The song has no lyrics: none were timed or scored.</source>
        <translation>Il brano non ha testo: non c&apos;è nulla da sincronizzare o valutare.</translation>
    </message>
    <message>
        <source>This model does not say where it listens to lyrics: none were timed or scored.</source>
        <translation>Questo modello non dice dove ascolta il testo: non è stato sincronizzato né valutato.</translation>
    </message>
    <message>
        <source>No language model is at hand to score the takes: its scores are left out.</source>
        <translation>Non c&apos;è un modello linguistico per valutare le versioni: i suoi punteggi mancano.</translation>
    </message>
    <message>
        <source>The song follows no audio codes: the language model has nothing to score.</source>
        <translation>Il brano non segue codici audio: il modello linguistico non ha nulla da valutare.</translation>
    </message>
    <message>
        <source>Nothing in the lyrics or the model could be aligned.</source>
        <translation>Nel testo o nel modello non c&apos;era nulla da allineare.</translation>
    </message>
    <message>
        <source>add a track (lego)</source>
        <translation>aggiungere una traccia (lego)</translation>
    </message>
    <message>
        <source>extract a track</source>
        <translation>estrarre una traccia</translation>
    </message>
    <message>
        <source>complete a track</source>
        <translation>completare una traccia</translation>
    </message>
    <message>
        <source>{} cannot {}.</source>
        <translation>{} non può {}.</translation>
    </message>
    <message>
        <source>Choose a base model for this: acestep-v15-base or acestep-v15-xl-base.</source>
        <translation>Scegli un modello base: acestep-v15-base o acestep-v15-xl-base.</translation>
    </message>
    <message>
        <source>Not enough memory.</source>
        <translation>Memoria insufficiente.</translation>
    </message>
    <message>
        <source>Shorten the song, lower the batch, or close other programs.</source>
        <translation>Accorcia il brano, riduci le versioni o chiudi altri programmi.</translation>
    </message>
    <message>
        <source>The disk refused: {}.</source>
        <translation>Il disco ha rifiutato: {}.</translation>
    </message>
    <message>
        <source>Check the folder and your rights to it.</source>
        <translation>Controlla la cartella e i tuoi permessi.</translation>
    </message>
    <message>
        <source>Something went wrong inside: {}.</source>
        <translation>Qualcosa è andato storto nel programma: {}.</translation>
    </message>
    <message>
        <source>The log has the details; please report it.</source>
        <translation>Il registro contiene i dettagli; segnalalo, per favore.</translation>
    </message>
    <message>
        <source>&apos;{}&apos; is not a device.</source>
        <translation>«{}» non è un dispositivo.</translation>
    </message>
    <message>
        <source>Choose auto, cpu, cuda or cuda:N, where N counts from 0.</source>
        <translation>Scegli auto, cpu, cuda o cuda:N, con N contato da 0.</translation>
    </message>
    <message>
        <source>MAX_CUDA_VRAM is &apos;{}&apos;, which is not a number of GB from 0 up; it is ignored.</source>
        <translation>MAX_CUDA_VRAM è «{}», che non è un numero di GB da 0 in su; è ignorato.</translation>
    </message>
    <message>
        <source>No NVIDIA GPU can be used here; the processor is used instead of it.</source>
        <translation>Qui non si può usare una GPU NVIDIA; al suo posto si usa il processore.</translation>
    </message>
    <message>
        <source>There is no cuda:{} here, only cuda:0 to cuda:{}; the processor is used instead of it.</source>
        <translation>Qui non c&apos;è cuda:{}, solo da cuda:0 a cuda:{}; al suo posto si usa il processore.</translation>
    </message>
    <message>
        <source>{} This was allowed in the settings or on the command line, and is obeyed; memory may run out.</source>
        <translation>{} È stato consentito nelle impostazioni o dalla riga di comando e vale; la memoria potrebbe non bastare.</translation>
    </message>
    <message>
        <source>{} s with the language model and {} s without</source>
        <translation>{} s con il modello linguistico e {} s senza</translation>
    </message>
    <message>
        <source>{} takes with the language model and {} takes without</source>
        <translation>{} versioni con il modello linguistico e {} versioni senza</translation>
    </message>
    <message>
        <source>{} allows up to {}; the limit was set to {} s.</source>
        <translation>{} consente fino a {}; il limite è stato impostato a {} s.</translation>
    </message>
    <message>
        <source>{} allows up to {}; the limit was set to {} takes at once.</source>
        <translation>{} consente fino a {}; il limite è stato impostato a {} versioni insieme.</translation>
    </message>
    <message>
        <source>{} allows no language model; {} was asked for.</source>
        <translation>{} non consente modelli linguistici; ne è stato chiesto {}.</translation>
    </message>
    <message>
        <source>one</source>
        <translation>uno</translation>
    </message>
    <message>
        <source>{} allows language models up to {}; {} was asked for.</source>
        <translation>{} consente modelli linguistici fino a {}; è stato chiesto {}.</translation>
    </message>
    <message>
        <source>The tier table contradicts itself at {}: {}.</source>
        <translation>La tabella delle fasce si contraddice in {}: {}.</translation>
    </message>
    <message>
        <source>Install Ottava again: its tiers.json was changed or damaged.</source>
        <translation>Installa di nuovo Ottava: il suo tiers.json è stato cambiato o danneggiato.</translation>
    </message>
    <message>
        <source>the span has an unknown edge &apos;{}&apos;</source>
        <translation>l&apos;intervallo ha un estremo sconosciuto «{}»</translation>
    </message>
    <message>
        <source>a limit is not a whole number</source>
        <translation>un limite non è un numero intero</translation>
    </message>
    <message>
        <source>The tier table cannot be understood at {}: {}.</source>
        <translation>La tabella delle fasce non si capisce in {}: {}.</translation>
    </message>
    <message>
        <source>Tier {}</source>
        <translation>La fascia {}</translation>
    </message>
    <message>
        <source>The unlimited tier</source>
        <translation>La fascia senza limiti</translation>
    </message>
    <message>
        <source>The {} tier</source>
        <translation>La fascia {}</translation>
    </message>
    <message>
        <source>No tier holds {} GB of video memory.</source>
        <translation>Nessuna fascia comprende {} GB di memoria video.</translation>
    </message>
    <message>
        <source>{} is damaged: it is not a JSON object.</source>
        <translation>{} è danneggiato: non è un oggetto JSON.</translation>
    </message>
    <message>
        <source>The audio beside it can still be played; delete the take when you do not need it.</source>
        <translation>L&apos;audio accanto si può ancora ascoltare; elimina la versione se non ti serve.</translation>
    </message>
    <message>
        <source>A take&apos;s request must be a JSON object.</source>
        <translation>La richiesta di una versione deve essere un oggetto JSON.</translation>
    </message>
    <message>
        <source>Give the request as it was used.</source>
        <translation>Indica la richiesta com&apos;è stata usata.</translation>
    </message>
    <message>
        <source>Choose another library folder, or check that you may read it.</source>
        <translation>Scegli un&apos;altra cartella della libreria o controlla di poterla leggere.</translation>
    </message>
    <message>
        <source>{} cannot be emptied: {}.</source>
        <translation>{} non si può svuotare: {}.</translation>
    </message>
    <message>
        <source>Check that you may delete files there.</source>
        <translation>Controlla di poter eliminare file in quel punto.</translation>
    </message>
    <message>
        <source>A take cannot have {} stars.</source>
        <translation>Una versione non può avere {} stelle.</translation>
    </message>
    <message>
        <source>Choose 0 to 5.</source>
        <translation>Scegli da 0 a 5.</translation>
    </message>
    <message>
        <source>The planner&apos;s tokenizer cannot write the values of the plan&apos;s fields.</source>
        <translation>Il tokenizer del pianificatore non può scrivere i valori dei campi del piano.</translation>
    </message>
    <message>
        <source>Install the language model again.</source>
        <translation>Installa di nuovo il modello linguistico.</translation>
    </message>
    <message>
        <source>The planner&apos;s tokenizer cannot write &apos;{}&apos;.</source>
        <translation>Il tokenizer del pianificatore non può scrivere «{}».</translation>
    </message>
    <message>
        <source>Give a UTF-8 text file with one genre a line.</source>
        <translation>Indica un file di testo UTF-8 con un genere per riga.</translation>
    </message>
    <message>
        <source>The language model knows {} tokens, its tokenizer.json {}: they do not belong together.</source>
        <translation>Il modello linguistico conosce {} token, il suo tokenizer.json {}: non vanno insieme.</translation>
    </message>
    <message>
        <source>Copy the language model&apos;s folder again, with all its files from the same release.</source>
        <translation>Copia di nuovo la cartella del modello linguistico, con tutti i file della stessa versione.</translation>
    </message>
    <message>
        <source>The description and lyrics are too long for the language model: {} tokens, and {} are left for its answer, which needs {}.</source>
        <translation>Descrizione e testo sono troppo lunghi per il modello linguistico: {} token, e ne restano {} per la risposta, che ne richiede {}.</translation>
    </message>
    <message>
        <source>Shorten the lyrics or the song, or turn thinking off.</source>
        <translation>Accorcia il testo o il brano, o disattiva la pianificazione.</translation>
    </message>
    <message>
        <source>Install the language model again: choose Verify in Models.</source>
        <translation>Installa di nuovo il modello linguistico: scegli Verifica in Modelli.</translation>
    </message>
    <message>
        <source>No model &apos;{}&apos; in {}.</source>
        <translation>Nessun modello «{}» in {}.</translation>
    </message>
    <message>
        <source>Install it, or choose another model or models folder.</source>
        <translation>Installalo o scegli un altro modello o un&apos;altra cartella dei modelli.</translation>
    </message>
    <message>
        <source>No language model is chosen.</source>
        <translation>Nessun modello linguistico è scelto.</translation>
    </message>
    <message>
        <source>No language model &apos;{}&apos; in {}.</source>
        <translation>Nessun modello linguistico «{}» in {}.</translation>
    </message>
    <message>
        <source>Install it, or choose another language model or models folder.</source>
        <translation>Installalo o scegli un altro modello linguistico o un&apos;altra cartella dei modelli.</translation>
    </message>
    <message>
        <source>The text is not UTF-8.</source>
        <translation>Il testo non è UTF-8.</translation>
    </message>
    <message>
        <source>Save it as UTF-8 and try again.</source>
        <translation>Salvalo come UTF-8 e riprova.</translation>
    </message>
    <message>
        <source>Check the file&apos;s permissions and the disk.</source>
        <translation>Controlla i permessi del file e il disco.</translation>
    </message>
    <message>
        <source>Download this model again.</source>
        <translation>Scarica di nuovo questo modello.</translation>
    </message>
    <message>
        <source>Text cannot be normalised: {}.</source>
        <translation>Il testo non si può normalizzare: {}.</translation>
    </message>
</context>
<context>
    <name>CoreTexts</name>
    <message>
        <source>English</source>
        <comment>the language of this translation, in itself</comment>
        <translation>Italiano</translation>
    </message>
    <message>
        <source>This cannot be made as it is set.</source>
        <translation>Con queste impostazioni non si può fare.</translation>
    </message>
    <message>
        <source>A model is missing.</source>
        <translation>Manca un modello.</translation>
    </message>
    <message>
        <source>A model file is damaged or of another kind.</source>
        <translation>Un file di modello è danneggiato o di un altro tipo.</translation>
    </message>
    <message>
        <source>There is not enough memory for this.</source>
        <translation>La memoria non basta.</translation>
    </message>
    <message>
        <source>A file cannot be read or written.</source>
        <translation>Un file non si può leggere o scrivere.</translation>
    </message>
    <message>
        <source>The audio device does not work.</source>
        <translation>Il dispositivo audio non funziona.</translation>
    </message>
    <message>
        <source>Something went wrong inside.</source>
        <translation>Qualcosa è andato storto nel programma.</translation>
    </message>
    <message>
        <source>The tooltip says what is wrong.</source>
        <translation>Il suggerimento dice che cosa non va.</translation>
    </message>
    <message>
        <source>Install it, or choose another model or models folder.</source>
        <translation>Installalo o scegli un altro modello o un&apos;altra cartella dei modelli.</translation>
    </message>
    <message>
        <source>Download it again.</source>
        <translation>Scaricalo di nuovo.</translation>
    </message>
    <message>
        <source>Make the song shorter, take fewer takes at once, or close other programs.</source>
        <translation>Accorcia il brano, fai meno versioni insieme o chiudi altri programmi.</translation>
    </message>
    <message>
        <source>Check the file, its folder and the disk.</source>
        <translation>Controlla il file, la cartella e il disco.</translation>
    </message>
    <message>
        <source>Choose another output device in the settings.</source>
        <translation>Scegli un altro dispositivo di uscita nelle impostazioni.</translation>
    </message>
    <message>
        <source>Copy the report and tell its makers.</source>
        <translation>Copia il rapporto e invialo agli autori.</translation>
    </message>
    <message>
        <source>The song was made without a planner.</source>
        <translation>Il brano è stato creato senza pianificatore.</translation>
    </message>
    <message>
        <source>Another planner was used.</source>
        <translation>È stato usato un altro pianificatore.</translation>
    </message>
    <message>
        <source>Memory ran out on the way; the song was finished all the same.</source>
        <translation>La memoria si è esaurita per strada; il brano è stato finito lo stesso.</translation>
    </message>
    <message>
        <source>The song was shortened.</source>
        <translation>Il brano è stato accorciato.</translation>
    </message>
    <message>
        <source>A setting could not be used.</source>
        <translation>Un&apos;impostazione non è utilizzabile.</translation>
    </message>
    <message>
        <source>The song was not made quite as asked.</source>
        <translation>Il brano non è stato creato proprio come richiesto.</translation>
    </message>
</context>
<context>
    <name>DraftText</name>
    <message>
        <source>Say in a few words how the song should sound.</source>
        <translation>Descrivi in poche parole come deve suonare il brano.</translation>
    </message>
    <message>
        <source>The description has %1 characters; %2 fit.</source>
        <translation>La descrizione ha %1 caratteri; il massimo è %2.</translation>
    </message>
    <message>
        <source>The lyrics have %1 characters; %2 fit.</source>
        <translation>Il testo ha %1 caratteri; il massimo è %2.</translation>
    </message>
    <message>
        <source>Say what the recording is to become.</source>
        <translation>Di’ che cosa deve diventare la registrazione.</translation>
    </message>
</context>
<context>
    <name>EditProblems</name>
    <message>
        <source>Mark what is to be made anew: drag across the waveform.</source>
        <translation>Segna ciò che va rifatto: trascina sulla forma d&apos;onda.</translation>
    </message>
    <message>
        <source>Say how many seconds are to be added, before or after.</source>
        <translation>Indica quanti secondi aggiungere, prima o dopo.</translation>
    </message>
    <message>
        <source>The morph must begin before it ends.</source>
        <translation>La trasformazione deve cominciare prima di finire.</translation>
    </message>
    <message>
        <source>Choose the track to add.</source>
        <translation>Scegli la traccia da aggiungere.</translation>
    </message>
    <message>
        <source>Choose at least one track.</source>
        <translation>Scegli almeno una traccia.</translation>
    </message>
    <message>
        <source>Paste audio codes, or take them from a recording.</source>
        <translation>Incolla dei codici audio o ricavali da una registrazione.</translation>
    </message>
    <message>
        <source>There is no audio code in this text. Codes look like &lt;|audio_code_123|&gt;.</source>
        <translation>In questo testo non c&apos;è alcun codice audio. I codici hanno la forma &lt;|audio_code_123|&gt;.</translation>
    </message>
    <message>
        <source>A retake starts from a take of the library: choose one.</source>
        <translation>Una ripresa parte da una versione della libreria: scegline una.</translation>
    </message>
    <message>
        <source>Choose the recording that is to be changed.</source>
        <translation>Scegli la registrazione da cambiare.</translation>
    </message>
</context>
<context>
    <name>EditTexts</name>
    <message>
        <source>repainted</source>
        <translation>ridipinta</translation>
    </message>
    <message>
        <source>extended</source>
        <translation>prolungata</translation>
    </message>
    <message>
        <source>cover</source>
        <translation>cover</translation>
    </message>
    <message>
        <source>morph</source>
        <translation>trasformazione</translation>
    </message>
    <message>
        <source>retake</source>
        <translation>ripresa</translation>
    </message>
    <message>
        <source>from codes</source>
        <translation>dai codici</translation>
    </message>
    <message>
        <source>completed</source>
        <translation>completata</translation>
    </message>
    <message>
        <source>Repaint</source>
        <translation>Ridipingi</translation>
    </message>
    <message>
        <source>Extend</source>
        <translation>Prolunga</translation>
    </message>
    <message>
        <source>Cover</source>
        <translation>Cover</translation>
    </message>
    <message>
        <source>Morph</source>
        <translation>Trasforma</translation>
    </message>
    <message>
        <source>Retake</source>
        <translation>Riprendi</translation>
    </message>
    <message>
        <source>Extract</source>
        <translation>Estrai</translation>
    </message>
    <message>
        <source>Add a track</source>
        <translation>Aggiungi traccia</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>Completa</translation>
    </message>
    <message>
        <source>From codes</source>
        <translation>Dai codici</translation>
    </message>
    <message>
        <source>Makes the marked parts anew and keeps the rest.</source>
        <translation>Rifà le parti segnate e conserva il resto.</translation>
    </message>
    <message>
        <source>Goes on where the recording ends, or leads into it.</source>
        <translation>Continua dove la registrazione finisce, o la introduce.</translation>
    </message>
    <message>
        <source>The same course of the song in another style.</source>
        <translation>Lo stesso andamento del brano in un altro stile.</translation>
    </message>
    <message>
        <source>Turns what the recording is into what you describe.</source>
        <translation>Trasforma ciò che la registrazione è in ciò che descrivi.</translation>
    </message>
    <message>
        <source>The same take once more, a little different.</source>
        <translation>La stessa versione ancora una volta, un po&apos; diversa.</translation>
    </message>
    <message>
        <source>Takes single tracks out of the mix: a take for each.</source>
        <translation>Ricava singole tracce dal mix: una versione per ciascuna.</translation>
    </message>
    <message>
        <source>Plays one more track that fits the recording.</source>
        <translation>Suona un&apos;altra traccia adatta alla registrazione.</translation>
    </message>
    <message>
        <source>Makes a full song around a single track.</source>
        <translation>Costruisce un brano intero attorno a una sola traccia.</translation>
    </message>
    <message>
        <source>Follows audio codes, the sketch of a song.</source>
        <translation>Segue dei codici audio, lo schizzo di un brano.</translation>
    </message>
    <message numerus="yes">
        <source>Repaint %n region(s)</source>
        <translation>
            <numerusform>Ridipingi %n regione</numerusform>
            <numerusform>Ridipingi %n regioni</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Extract %n track(s)</source>
        <translation>
            <numerusform>Estrai %n traccia</numerusform>
            <numerusform>Estrai %n tracce</numerusform>
        </translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>Aggiungi %1</translation>
    </message>
    <message>
        <source>Generate from codes</source>
        <translation>Genera dai codici</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Senza titolo</translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <comment>source – what was done</comment>
        <translation>%1 – %2</translation>
    </message>
    <message>
        <source>Woodwinds</source>
        <translation>Legni</translation>
    </message>
    <message>
        <source>Brass</source>
        <translation>Ottoni</translation>
    </message>
    <message>
        <source>Effects</source>
        <translation>Effetti</translation>
    </message>
    <message>
        <source>Synth</source>
        <translation>Sintetizzatore</translation>
    </message>
    <message>
        <source>Strings</source>
        <translation>Archi</translation>
    </message>
    <message>
        <source>Percussion</source>
        <translation>Percussioni</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>Tastiera</translation>
    </message>
    <message>
        <source>Guitar</source>
        <translation>Chitarra</translation>
    </message>
    <message>
        <source>Bass</source>
        <translation>Basso</translation>
    </message>
    <message>
        <source>Drums</source>
        <translation>Batteria</translation>
    </message>
    <message>
        <source>Backing vocals</source>
        <translation>Cori</translation>
    </message>
    <message>
        <source>Vocals</source>
        <translation>Voce</translation>
    </message>
    <message>
        <source>Extend by %1 s</source>
        <translation>Prolunga di %1 s</translation>
    </message>
</context>
<context>
    <name>EmptyTexts</name>
    <message>
        <source>No take yet</source>
        <translation>Ancora nessuna versione</translation>
    </message>
    <message>
        <source>Describe a song and press Generate, or choose a take from the library.</source>
        <translation>Descrivi un brano e premi Genera, o scegli una versione dalla libreria.</translation>
    </message>
</context>
<context>
    <name>ExpertFields</name>
    <message>
        <source>Further words</source>
        <translation>Altre parole</translation>
    </message>
    <message>
        <source>Instruction</source>
        <translation>Istruzione</translation>
    </message>
    <message>
        <source>task sentence prompt override</source>
        <translation>compito frase prompt task</translation>
    </message>
    <message>
        <source>The sentence that tells the model its task. Each task has its own.</source>
        <translation>La frase che dice al modello il suo compito. Ogni compito ha la propria.</translation>
    </message>
    <message>
        <source>Style of the whole song</source>
        <translation>Stile dell&apos;intero brano</translation>
    </message>
    <message>
        <source>caption description prompt stems</source>
        <translation>caption descrizione prompt stem tracce</translation>
    </message>
    <message>
        <source>For models that make single stems: how the song around the stem sounds.</source>
        <translation>Per i modelli che creano singole tracce: come suona il brano intorno alla traccia.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>assente</translation>
    </message>
    <message>
        <source>After a take is made</source>
        <translation>Dopo ogni versione</translation>
    </message>
    <message>
        <source>Score each take</source>
        <translation>Valuta ogni versione</translation>
    </message>
    <message>
        <source>rating judge quality evaluate</source>
        <translation>voto punteggio qualità valutazione</translation>
    </message>
    <message>
        <source>Says how well the take follows its words. Takes a while; needs the planner.</source>
        <translation>Dice quanto la versione segue le sue parole. Richiede tempo e il pianificatore.</translation>
    </message>
    <message>
        <source>Score scale</source>
        <translation>Scala del voto</translation>
    </message>
    <message>
        <source>rating sensitivity</source>
        <translation>punteggio sensibilità</translation>
    </message>
    <message>
        <source>The smaller, the more a small difference counts.</source>
        <translation>Più è piccola, più contano le piccole differenze.</translation>
    </message>
    <message>
        <source>Time the lyrics (LRC)</source>
        <translation>Tempi del testo (LRC)</translation>
    </message>
    <message>
        <source>timestamps karaoke subtitles alignment</source>
        <translation>karaoke sottotitoli allineamento minutaggio</translation>
    </message>
    <message>
        <source>Finds out when each line is sung and saves it beside the take.</source>
        <translation>Trova quando viene cantato ogni verso e lo salva accanto alla versione.</translation>
    </message>
    <message>
        <source>The turbo model makes at most 8 steps.</source>
        <translation>Il modello Turbo fa al massimo 8 passi.</translation>
    </message>
    <message>
        <source>The time steps below come before this.</source>
        <translation>Valgono gli istanti indicati sotto.</translation>
    </message>
    <message>
        <source>SDE has a solver of its own.</source>
        <translation>SDE ha un risolutore proprio.</translation>
    </message>
    <message>
        <source>Diffusion</source>
        <translation>Diffusione</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Passi</translation>
    </message>
    <message>
        <source>quality iterations denoising</source>
        <translation>qualità iterazioni step</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Shift</translation>
    </message>
    <message>
        <source>schedule sigma noise level</source>
        <translation>schedule sigma livello rumore</translation>
    </message>
    <message>
        <source>Above 1, more of the steps go to the rough shape of the song.</source>
        <translation>Sopra 1, più passi vanno alla forma generale del brano.</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Metodo</translation>
    </message>
    <message>
        <source>stochastic deterministic ODE SDE</source>
        <translation>stocastico deterministico ODE SDE</translation>
    </message>
    <message>
        <source>Solver</source>
        <translation>Risolutore</translation>
    </message>
    <message>
        <source>sampler scheduler order Euler Heun</source>
        <translation>campionatore sampler ordine Eulero Heun</translation>
    </message>
    <message>
        <source>Euler</source>
        <translation>Eulero</translation>
    </message>
    <message>
        <source>Time steps</source>
        <translation>Istanti</translation>
    </message>
    <message>
        <source>schedule sigmas list</source>
        <translation>schedule sigma elenco timesteps</translation>
    </message>
    <message>
        <source>A schedule of your own from 1 (noise) towards 0 (music): 1, 0.75, 0.5, 0.25.</source>
        <translation>Una sequenza propria da 1 (rumore) verso 0 (musica): 1; 0,75; 0,5; 0,25.</translation>
    </message>
    <message>
        <source>from steps and shift</source>
        <translation>da passi e shift</translation>
    </message>
    <message>
        <source>Velocity limit</source>
        <translation>Limite di velocità</translation>
    </message>
    <message>
        <source>norm clamp threshold</source>
        <translation>norma soglia limite</translation>
    </message>
    <message>
        <source>Holds back steps that would go too far.</source>
        <translation>Frena i passi che andrebbero troppo lontano.</translation>
    </message>
    <message>
        <source>off</source>
        <translation>no</translation>
    </message>
    <message>
        <source>Velocity smoothing</source>
        <translation>Velocità più uniforme</translation>
    </message>
    <message>
        <source>EMA moving average momentum</source>
        <translation>EMA media mobile</translation>
    </message>
    <message>
        <source>How much of the last step&apos;s direction each step keeps.</source>
        <translation>Quanto della direzione del passo precedente resta in ogni passo.</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>Guida</translation>
    </message>
    <message>
        <source>CFG prompt strength scale</source>
        <translation>CFG intensità prompt</translation>
    </message>
    <message>
        <source>How closely the music follows the words.</source>
        <translation>Quanto la musica segue le parole.</translation>
    </message>
    <message>
        <source>Adaptive guidance</source>
        <translation>Guida adattiva</translation>
    </message>
    <message>
        <source>ADG dual</source>
        <translation>ADG doppia</translation>
    </message>
    <message>
        <source>Guided from</source>
        <translation>Guida da</translation>
    </message>
    <message>
        <source>CFG interval start begin</source>
        <translation>CFG intervallo inizio</translation>
    </message>
    <message>
        <source>Part of the way, 0 to 1, from which guidance is on.</source>
        <translation>Punto del percorso, da 0 a 1, in cui la guida comincia.</translation>
    </message>
    <message>
        <source>Guided until</source>
        <translation>Guida fino a</translation>
    </message>
    <message>
        <source>CFG interval end stop</source>
        <translation>CFG intervallo fine</translation>
    </message>
    <message>
        <source>Part of the way, 0 to 1, up to which guidance is on.</source>
        <translation>Punto del percorso, da 0 a 1, in cui la guida finisce.</translation>
    </message>
    <message>
        <source>Codes strength</source>
        <translation>Peso dei codici</translation>
    </message>
    <message>
        <source>plan cover follow share</source>
        <translation>piano cover forza quota</translation>
    </message>
    <message>
        <source>Wavelet correction</source>
        <translation>Correzione wavelet</translation>
    </message>
    <message>
        <source>Correct each step</source>
        <translation>Correggi ogni passo</translation>
    </message>
    <message>
        <source>DCW wavelet correction</source>
        <translation>DCW correzione wavelet</translation>
    </message>
    <message>
        <source>Bands</source>
        <translation>Bande</translation>
    </message>
    <message>
        <source>DCW wavelet frequency</source>
        <translation>DCW wavelet frequenze</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>Entrambe</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Basse</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Alte</translation>
    </message>
    <message>
        <source>No split</source>
        <translation>Senza divisione</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Intensità</translation>
    </message>
    <message>
        <source>DCW wavelet low scaler</source>
        <translation>DCW wavelet basse</translation>
    </message>
    <message>
        <source>High strength</source>
        <translation>Intensità alte</translation>
    </message>
    <message>
        <source>DCW wavelet high scaler</source>
        <translation>DCW wavelet alte</translation>
    </message>
    <message>
        <source>Wavelet</source>
        <translation>Wavelet</translation>
    </message>
    <message>
        <source>DCW basis Haar Daubechies</source>
        <translation>DCW base Haar Daubechies</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>Rumore</translation>
    </message>
    <message>
        <source>Seeds of the takes</source>
        <translation>Semi delle versioni</translation>
    </message>
    <message>
        <source>random list batch</source>
        <translation>casuale elenco seed</translation>
    </message>
    <message>
        <source>One for each take; they come before the seed above. -1: a new one.</source>
        <translation>Uno per versione; valgono più del seme qui sopra. -1: uno nuovo.</translation>
    </message>
    <message>
        <source>the seed above, then new ones</source>
        <translation>il seme sopra, poi nuovi</translation>
    </message>
    <message>
        <source>Second seed</source>
        <translation>Secondo seme</translation>
    </message>
    <message>
        <source>random SDE VAE stream</source>
        <translation>casuale SDE VAE seed</translation>
    </message>
    <message>
        <source>For everything that is drawn after the first noise.</source>
        <translation>Per tutto ciò che viene estratto dopo il primo rumore.</translation>
    </message>
    <message>
        <source>the first seed</source>
        <translation>il primo seme</translation>
    </message>
    <message>
        <source>Retake variation</source>
        <translation>Variazione</translation>
    </message>
    <message>
        <source>variance mix second noise</source>
        <translation>varianza retake secondo rumore</translation>
    </message>
    <message>
        <source>How much of a second noise is mixed in: near 0 a slight change, 1 another song.</source>
        <translation>Quanto di un secondo rumore si aggiunge: vicino a 0 cambia poco, 1 è un altro brano.</translation>
    </message>
    <message>
        <source>Retake seeds</source>
        <translation>Semi della variazione</translation>
    </message>
    <message>
        <source>random variation</source>
        <translation>casuale retake seed</translation>
    </message>
    <message>
        <source>new each time</source>
        <translation>nuovo ogni volta</translation>
    </message>
    <message>
        <source>Planner</source>
        <translation>Pianificatore</translation>
    </message>
    <message>
        <source>Fill in tempo, key and meter</source>
        <translation>Aggiungi tempo, tonalità e metro</translation>
    </message>
    <message>
        <source>LM CoT metadata BPM</source>
        <translation>LM CoT metadati BPM</translation>
    </message>
    <message>
        <source>Detect the language</source>
        <translation>Riconosci la lingua</translation>
    </message>
    <message>
        <source>LM CoT vocal</source>
        <translation>LM CoT voce</translation>
    </message>
    <message>
        <source>Rewrite the style</source>
        <translation>Riscrivi lo stile</translation>
    </message>
    <message>
        <source>LM CoT caption description</source>
        <translation>LM CoT caption descrizione</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatura</translation>
    </message>
    <message>
        <source>LM creativity randomness</source>
        <translation>LM creatività casualità</translation>
    </message>
    <message>
        <source>Planner guidance</source>
        <translation>Guida del piano</translation>
    </message>
    <message>
        <source>LM CFG scale</source>
        <translation>LM CFG scala</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>LM nucleus sampling</source>
        <translation>LM campionamento nucleo</translation>
    </message>
    <message>
        <source>1 leaves every token in.</source>
        <translation>1 lascia passare tutti i token.</translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation>Top-k</translation>
    </message>
    <message>
        <source>LM sampling</source>
        <translation>LM campionamento</translation>
    </message>
    <message>
        <source>Not like</source>
        <translation>Non come</translation>
    </message>
    <message>
        <source>LM negative prompt avoid</source>
        <translation>LM prompt negativo evitare</translation>
    </message>
    <message>
        <source>Only well-formed plans</source>
        <translation>Solo piani ben formati</translation>
    </message>
    <message>
        <source>LM constrained decoding grammar</source>
        <translation>LM decodifica vincolata grammatica</translation>
    </message>
    <message>
        <source>Off, the planner may write anything; what cannot be read is left out.</source>
        <translation>Se è spento, il pianificatore può scrivere di tutto; ciò che non si può leggere viene tralasciato.</translation>
    </message>
    <message>
        <source>Songs planned at once</source>
        <translation>Brani pianificati insieme</translation>
    </message>
    <message>
        <source>LM batch chunk parallel memory</source>
        <translation>LM batch gruppo parallelo memoria</translation>
    </message>
    <message>
        <source>all</source>
        <translation>tutti</translation>
    </message>
    <message>
        <source>Decoding</source>
        <translation>Decodifica</translation>
    </message>
    <message>
        <source>Latent shift</source>
        <translation>Spostamento latenti</translation>
    </message>
    <message>
        <source>VAE offset brightness</source>
        <translation>VAE offset shift</translation>
    </message>
    <message>
        <source>Added to the latents before they become sound.</source>
        <translation>Si somma ai latenti prima che diventino suono.</translation>
    </message>
    <message>
        <source>Latent scale</source>
        <translation>Scala latenti</translation>
    </message>
    <message>
        <source>VAE rescale gain</source>
        <translation>VAE rescale guadagno</translation>
    </message>
    <message>
        <source>Multiplies the latents before they become sound.</source>
        <translation>Moltiplica i latenti prima che diventino suono.</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Uscita</translation>
    </message>
    <message>
        <source>Normalise the level</source>
        <translation>Normalizza il livello</translation>
    </message>
    <message>
        <source>normalise normalize volume gain</source>
        <translation>normalizzazione volume guadagno</translation>
    </message>
    <message>
        <source>Measured by</source>
        <translation>Misurato su</translation>
    </message>
    <message>
        <source>normalise peak loudness LUFS</source>
        <translation>normalizzazione picco loudness LUFS</translation>
    </message>
    <message>
        <source>Peak</source>
        <translation>Picco</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>Loudness</translation>
    </message>
    <message>
        <source>Peak (dB)</source>
        <translation>Picco (dB)</translation>
    </message>
    <message>
        <source>normalise ceiling dBFS</source>
        <translation>normalizzazione limite dBFS</translation>
    </message>
    <message>
        <source>With a loudness, the ceiling that no peak passes.</source>
        <translation>Con la loudness, il limite che nessun picco supera.</translation>
    </message>
    <message>
        <source>Loudness (LUFS)</source>
        <translation>Loudness (LUFS)</translation>
    </message>
    <message>
        <source>normalise target streaming</source>
        <translation>normalizzazione obiettivo streaming</translation>
    </message>
    <message>
        <source>Fade in (s)</source>
        <translation>Dissolvenza iniziale (s)</translation>
    </message>
    <message>
        <source>ramp start</source>
        <translation>fade in rampa inizio</translation>
    </message>
    <message>
        <source>Fade out (s)</source>
        <translation>Dissolvenza finale (s)</translation>
    </message>
    <message>
        <source>ramp end</source>
        <translation>fade out rampa fine</translation>
    </message>
    <message>
        <source>Saved as</source>
        <translation>Salva come</translation>
    </message>
    <message>
        <source>file format bit depth WAV FLAC MP3 Opus</source>
        <translation>formato file bit WAV FLAC MP3 Opus</translation>
    </message>
    <message>
        <source>WAV 24-bit</source>
        <translation>WAV 24 bit</translation>
    </message>
    <message>
        <source>WAV 16-bit</source>
        <translation>WAV 16 bit</translation>
    </message>
    <message>
        <source>FLAC</source>
        <translation>FLAC</translation>
    </message>
    <message>
        <source>MP3 bit rate</source>
        <translation>Bit rate MP3</translation>
    </message>
    <message>
        <source>kbit quality</source>
        <translation>kbit qualità</translation>
    </message>
    <message>
        <source>MP3 sample rate</source>
        <translation>Campionamento MP3</translation>
    </message>
    <message>
        <source>Hz frequency</source>
        <translation>Hz frequenza sample rate</translation>
    </message>
    <message>
        <source>48 kHz</source>
        <translation>48 kHz</translation>
    </message>
    <message>
        <source>44.1 kHz</source>
        <translation>44,1 kHz</translation>
    </message>
    <message>
        <source>Ready codes</source>
        <translation>Codici pronti</translation>
    </message>
    <message>
        <source>audio codes tokens semantic plan</source>
        <translation>codici audio token semantici piano</translation>
    </message>
    <message>
        <source>Codes of another song: they become music as they are, and nothing is planned. Several takes: one after the other with ; between them.</source>
        <translation>Codici di un altro brano: diventano musica così come sono, senza pianificare. Per più versioni: uno dopo l&apos;altro, separati da ;</translation>
    </message>
    <message>
        <source>from the planner</source>
        <translation>dal pianificatore</translation>
    </message>
    <message>
        <source>the task&apos;s own</source>
        <translation>quella del compito</translation>
    </message>
    <message>
        <source>The turbo model needs no guidance and ignores all of this.</source>
        <translation>Il modello Turbo non ha bisogno di guida e ignora tutto questo.</translation>
    </message>
    <message>
        <source>ODE follows one path from the first noise; SDE adds fresh noise at each step.</source>
        <translation>ODE segue un solo percorso dal primo rumore; SDE aggiunge nuovo rumore a ogni passo.</translation>
    </message>
    <message>
        <source>ODE</source>
        <translation>ODE</translation>
    </message>
    <message>
        <source>SDE</source>
        <translation>SDE</translation>
    </message>
    <message>
        <source>Heun is more exact than Euler and takes twice as long.</source>
        <translation>Heun è più preciso di Eulero e richiede il doppio del tempo.</translation>
    </message>
    <message>
        <source>Heun</source>
        <translation>Heun</translation>
    </message>
    <message>
        <source>Nothing is planned: Think is off, or there are ready codes.</source>
        <translation>Non si pianifica: «Pensa» è spento, oppure ci sono codici pronti.</translation>
    </message>
    <message>
        <source>Codes</source>
        <translation>Codici</translation>
    </message>
    <message>
        <source>The share of the steps that follows the codes.</source>
        <translation>La parte dei passi che segue i codici.</translation>
    </message>
    <message>
        <source>MP3</source>
        <translation>MP3</translation>
    </message>
    <message>
        <source>Opus</source>
        <translation>Opus</translation>
    </message>
    <message>
        <source>Ogg Vorbis</source>
        <translation>Ogg Vorbis</translation>
    </message>
    <message>
        <source>WAV and FLAC keep everything; MP3, Opus and Ogg are smaller and lose some quality. 32-bit WAV holds floats.</source>
        <translation>WAV e FLAC conservano tutto; MP3, Opus e Ogg sono più piccoli e perdono un po&apos; di qualità. WAV a 32 bit usa numeri in virgola mobile.</translation>
    </message>
    <message>
        <source>WAV 32-bit</source>
        <translation>WAV 32 bit</translation>
    </message>
</context>
<context>
    <name>FactTexts</name>
    <message>
        <source>mono</source>
        <translation>mono</translation>
    </message>
    <message>
        <source>stereo</source>
        <translation>stereo</translation>
    </message>
    <message numerus="yes">
        <source>%n channels</source>
        <translation>
            <numerusform>%n canale</numerusform>
            <numerusform>%n canali</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 kHz</source>
        <translation>%1 kHz</translation>
    </message>
</context>
<context>
    <name>FieldWords</name>
    <message>
        <source>%1 from %2 to %3</source>
        <translation>%1 da %2 a %3</translation>
    </message>
    <message>
        <source>%1 of at most %2</source>
        <translation>%1 fino a %2</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>un numero intero</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>un numero</translation>
    </message>
    <message>
        <source>whole numbers</source>
        <translation>numeri interi</translation>
    </message>
    <message>
        <source>numbers</source>
        <translation>numeri</translation>
    </message>
    <message>
        <source>another value</source>
        <translation>un altro valore</translation>
    </message>
    <message>
        <source>codes such as %1</source>
        <translation>codici come %1</translation>
    </message>
</context>
<context>
    <name>FormatTexts</name>
    <message>
        <source>WAV, 24-bit</source>
        <translation>WAV, 24 bit</translation>
    </message>
    <message>
        <source>Lossless; every DAW takes it as it is.</source>
        <translation>Senza perdite; ogni DAW lo prende così com&apos;è.</translation>
    </message>
    <message>
        <source>WAV, 16-bit</source>
        <translation>WAV, 16 bit</translation>
    </message>
    <message>
        <source>For CDs and older devices; dithered.</source>
        <translation>Per CD e apparecchi meno recenti; con dithering.</translation>
    </message>
    <message>
        <source>WAV, 32-bit float</source>
        <translation>WAV, 32 bit float</translation>
    </message>
    <message>
        <source>Every bit of the take, for further mixing; the largest file.</source>
        <translation>Ogni bit della versione, per il missaggio; il file più grande.</translation>
    </message>
    <message>
        <source>FLAC</source>
        <translation>FLAC</translation>
    </message>
    <message>
        <source>Lossless at about half the size of WAV.</source>
        <translation>Senza perdite, circa metà di un WAV.</translation>
    </message>
    <message>
        <source>MP3</source>
        <translation>MP3</translation>
    </message>
    <message>
        <source>Small, plays everywhere; for sending, not for mixing.</source>
        <translation>Piccolo, si ascolta ovunque; per inviarlo, non per il missaggio.</translation>
    </message>
    <message>
        <source>Ogg Vorbis</source>
        <translation>Ogg Vorbis</translation>
    </message>
    <message>
        <source>Small and open; for games and the web.</source>
        <translation>Piccolo e aperto; per giochi e web.</translation>
    </message>
    <message>
        <source>Opus</source>
        <translation>Opus</translation>
    </message>
    <message>
        <source>The smallest at good quality; for messengers and the web.</source>
        <translation>Il più piccolo a buona qualità; per messaggi e web.</translation>
    </message>
</context>
<context>
    <name>PlanTexts</name>
    <message>
        <source>Style</source>
        <translation>Stile</translation>
    </message>
    <message>
        <source>Lyrics</source>
        <translation>Testo</translation>
    </message>
    <message>
        <source>Tempo (BPM)</source>
        <translation>Tempo (BPM)</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Tonalità</translation>
    </message>
    <message>
        <source>Meter</source>
        <translation>Metro</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Lingua</translation>
    </message>
    <message>
        <source>Length (s)</source>
        <translation>Durata (s)</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>invariato</translation>
    </message>
    <message>
        <source>filled in</source>
        <translation>aggiunto</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>modificato</translation>
    </message>
</context>
<context>
    <name>RegionAccessible</name>
    <message>
        <source>Add a region here</source>
        <translation>Aggiungi qui una regione</translation>
    </message>
    <message>
        <source>Remove the chosen region</source>
        <translation>Togli la regione scelta</translation>
    </message>
    <message>
        <source>Play or pause the source</source>
        <translation>Riproduci o metti in pausa la sorgente</translation>
    </message>
</context>
<context>
    <name>SourceTexts</name>
    <message>
        <source>%1 lasts only %2 s.</source>
        <translation>%1 dura solo %2 s.</translation>
    </message>
    <message>
        <source>Choose a recording of at least a second.</source>
        <translation>Scegli una registrazione di almeno un secondo.</translation>
    </message>
    <message>
        <source>%1 is silent.</source>
        <translation>%1 è muto.</translation>
    </message>
    <message>
        <source>Choose a recording in which something sounds.</source>
        <translation>Scegli una registrazione in cui si senta qualcosa.</translation>
    </message>
</context>
<context>
    <name>StageNames</name>
    <message>
        <source>Loading</source>
        <translation>Caricamento</translation>
    </message>
    <message>
        <source>Planning</source>
        <translation>Pianificazione</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>Codifica</translation>
    </message>
    <message>
        <source>Diffusion</source>
        <translation>Diffusione</translation>
    </message>
    <message>
        <source>Decoding</source>
        <translation>Decodifica</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>Controllo</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>Salvataggio</translation>
    </message>
</context>
<context>
    <name>TakeTexts</name>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n passo</numerusform>
            <numerusform>%n passi</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 bpm</source>
        <translation>%1 bpm</translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>seme %1</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Senza titolo</translation>
    </message>
    <message>
        <source>planner seed %1</source>
        <translation>seme del piano %1</translation>
    </message>
</context>
<context>
    <name>TierText</name>
    <message>
        <source>Tier %1</source>
        <translation>Livello %1</translation>
    </message>
    <message>
        <source>Unlimited tier</source>
        <translation>Livello illimitato</translation>
    </message>
    <message>
        <source>%1 · simulated %2 GB</source>
        <translation>%1 · %2 GB simulati</translation>
    </message>
    <message>
        <source>%1 · no GPU</source>
        <translation>%1 · nessuna GPU</translation>
    </message>
    <message>
        <source>%1 · %2 GB, %3 free</source>
        <translation>%1 · %2 GB, %3 liberi</translation>
    </message>
    <message numerus="yes">
        <source>up to %1 min, %n take(s)</source>
        <translation>
            <numerusform>fino a %1 min, %n versione</numerusform>
            <numerusform>fino a %1 min, %n versioni</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 with LM</source>
        <translation>%1 con LM</translation>
    </message>
    <message>
        <source>%1 min is the safe limit of %2 while a language model is loaded.</source>
        <translation>%1 min è il limite sicuro del %2 con un modello linguistico caricato.</translation>
    </message>
    <message>
        <source>%1 min is the safe limit of %2.</source>
        <translation>%1 min è il limite sicuro del %2.</translation>
    </message>
    <message numerus="yes">
        <source>%n take(s) at once is the safe limit of %1 while a language model is loaded.</source>
        <translation>
            <numerusform>%n versione alla volta è il limite sicuro del %1 con un modello linguistico caricato.</numerusform>
            <numerusform>%n versioni alla volta è il limite sicuro del %1 con un modello linguistico caricato.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n take(s) at once is the safe limit of %1.</source>
        <translation>
            <numerusform>%n versione alla volta è il limite sicuro del %1.</numerusform>
            <numerusform>%n versioni alla volta è il limite sicuro del %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TrackTexts</name>
    <message>
        <source>Extract and Complete need the base model (%1 GB). &lt;a href=&quot;#&quot;&gt;Get it&lt;/a&gt;</source>
        <translation>Estrai e Completa richiedono il modello base (%1 GB). &lt;a href=&quot;#&quot;&gt;Scaricalo&lt;/a&gt;</translation>
    </message>
    <message>
        <source>Extract and Complete need a base model. &lt;a href=&quot;#&quot;&gt;Use %1&lt;/a&gt;</source>
        <translation>Estrai e Completa richiedono un modello base. &lt;a href=&quot;#&quot;&gt;Usa %1&lt;/a&gt;</translation>
    </message>
    <message>
        <source>Extract, Add a track and Complete need a base model. &lt;a href=&quot;#&quot;&gt;Use %1&lt;/a&gt;</source>
        <translation>Estrai, Aggiungi traccia e Completa richiedono un modello base. &lt;a href=&quot;#&quot;&gt;Usa %1&lt;/a&gt;</translation>
    </message>
    <message>
        <source>Extract and Complete need the base model (%1 GB). Add a track: &lt;a href=&quot;#&quot;&gt;Use %2&lt;/a&gt;</source>
        <translation>Estrai e Completa richiedono il modello base (%1 GB). Aggiungi traccia: &lt;a href=&quot;#&quot;&gt;Usa %2&lt;/a&gt;</translation>
    </message>
    <message>
        <source>Extract, Add a track and Complete need the base model (%1 GB). &lt;a href=&quot;#&quot;&gt;Get it&lt;/a&gt;</source>
        <translation>Estrai, Aggiungi traccia e Completa richiedono il modello base (%1 GB). &lt;a href=&quot;#&quot;&gt;Scaricalo&lt;/a&gt;</translation>
    </message>
</context>
<context>
    <name>WaveformAccessible</name>
    <message>
        <source>Set selection start here</source>
        <translation>Inizio selezione qui</translation>
    </message>
    <message>
        <source>Set selection end here</source>
        <translation>Fine selezione qui</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>Riproduci o metti in pausa</translation>
    </message>
</context>
<context>
    <name>ottava::ui::AdapterField</name>
    <message>
        <source>Choose…</source>
        <translation>Scegli…</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>Cartella…</translation>
    </message>
    <message>
        <source>File…</source>
        <translation>File…</translation>
    </message>
    <message>
        <source>Used before</source>
        <translation>Usati prima</translation>
    </message>
    <message>
        <source>Choose an adapter&apos;s folder</source>
        <translation>Scegli la cartella di un adattatore</translation>
    </message>
    <message>
        <source>Choose an adapter</source>
        <translation>Scegli un adattatore</translation>
    </message>
    <message>
        <source>Adapters (*.safetensors)</source>
        <translation>Adattatori (*.safetensors)</translation>
    </message>
    <message>
        <source>Adapter</source>
        <translation>Adattatore</translation>
    </message>
    <message>
        <source>A LoRA or LoKr: a small addition that teaches the model a style. Drop one here, or choose one.</source>
        <translation>Una LoRA o LoKr: una piccola aggiunta che insegna uno stile al modello. Trascinane una qui o scegline una.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>nessuno</translation>
    </message>
    <message>
        <source>Strength of the adapter</source>
        <translation>Intensità dell&apos;adattatore</translation>
    </message>
    <message>
        <source>Strength of the adapter, 0 to 2</source>
        <translation>Intensità dell&apos;adattatore, da 0 a 2</translation>
    </message>
    <message>
        <source>No adapter</source>
        <translation>Nessun adattatore</translation>
    </message>
    <message>
        <source>%1 is for %2; the model in use is %3.</source>
        <translation>%1 è per %2; il modello in uso è %3.</translation>
    </message>
    <message>
        <source>%1 is for %2, which is not installed; the model in use is %3.</source>
        <translation>%1 è per %2, che non è installato; il modello in uso è %3.</translation>
    </message>
    <message>
        <source>%1 is for a model that is not installed; the model in use is %2.</source>
        <translation>%1 è per un modello non installato; il modello in uso è %2.</translation>
    </message>
    <message>
        <source>Use the adapter %1</source>
        <translation>Usa l&apos;adattatore %1</translation>
    </message>
    <message>
        <source>Made for %1.</source>
        <translation>Fatto per %1.</translation>
    </message>
    <message>
        <source>Switch to %1</source>
        <translation>Passa a %1</translation>
    </message>
</context>
<context>
    <name>ottava::ui::BoundedSlider</name>
    <message>
        <source>%1 is limited: why, and how to go beyond</source>
        <translation>%1 è limitato: perché, e come andare oltre</translation>
    </message>
</context>
<context>
    <name>ottava::ui::CodesFields</name>
    <message>
        <source>Copy</source>
        <translation>Copia</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Incolla</translation>
    </message>
    <message>
        <source>From the recording</source>
        <translation>Dalla registrazione</translation>
    </message>
    <message>
        <source>Follows the codes</source>
        <translation>Segue i codici</translation>
    </message>
    <message>
        <source>Not at all</source>
        <translation>Per niente</translation>
    </message>
    <message>
        <source>Loosely</source>
        <translation>Vagamente</translation>
    </message>
    <message>
        <source>Halfway</source>
        <translation>A metà</translation>
    </message>
    <message>
        <source>Nearly</source>
        <translation>Quasi del tutto</translation>
    </message>
    <message>
        <source>All the way</source>
        <translation>Del tutto</translation>
    </message>
    <message>
        <source>Audio codes</source>
        <translation>Codici audio</translation>
    </message>
    <message>
        <source>Copy the audio codes</source>
        <translation>Copia i codici audio</translation>
    </message>
    <message>
        <source>Paste audio codes</source>
        <translation>Incolla codici audio</translation>
    </message>
    <message>
        <source>There is no audio code in this text. Codes look like &lt;|audio_code_123|&gt;.</source>
        <translation>In questo testo non c&apos;è alcun codice audio. I codici hanno la forma &lt;|audio_code_123|&gt;.</translation>
    </message>
    <message>
        <source>Five codes make a second of music.</source>
        <translation>Cinque codici fanno un secondo di musica.</translation>
    </message>
    <message numerus="yes">
        <source>%n code(s)</source>
        <translation>
            <numerusform>%n codice</numerusform>
            <numerusform>%n codici</numerusform>
        </translation>
    </message>
    <message>
        <source>Listen to the recording above and write its codes here</source>
        <translation>Ascolta la registrazione qui sopra e ne scrive i codici qui</translation>
    </message>
    <message>
        <source>Choose a recording above first</source>
        <translation>Prima scegli una registrazione qui sopra</translation>
    </message>
</context>
<context>
    <name>ottava::ui::ComposePanel</name>
    <message>
        <source>Simple</source>
        <translation>Semplice</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>Su misura</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>Crea</translation>
    </message>
    <message>
        <source>A few words are enough (Ctrl+1)</source>
        <translation>Bastano poche parole (Ctrl+1)</translation>
    </message>
    <message>
        <source>Lyrics, tempo, key and everything else (Ctrl+2)</source>
        <translation>Testo, tempo, tonalità e tutto il resto (Ctrl+2)</translation>
    </message>
    <message>
        <source>Demo model: it is untrained and makes noise, not music. &lt;a href=&quot;#&quot;&gt;Get a real one&lt;/a&gt;</source>
        <translation>Modello demo: non è addestrato e fa rumore, non musica. &lt;a href=&quot;#&quot;&gt;Come averne uno vero&lt;/a&gt;</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>Genera</translation>
    </message>
    <message>
        <source>Make the song (Ctrl+Enter)</source>
        <translation>Crea il brano (Ctrl+Invio)</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Piano</translation>
    </message>
    <message>
        <source>What the planner wrote</source>
        <translation>Che cosa ha scritto il pianificatore</translation>
    </message>
    <message>
        <source>Plan first</source>
        <translation>Prima il piano</translation>
    </message>
    <message>
        <source>Let the planner write the song, look at it, then make it (Ctrl+Shift+Enter)</source>
        <translation>Fai scrivere il brano al pianificatore, guardalo, poi crealo (Ctrl+Maiusc+Invio)</translation>
    </message>
    <message>
        <source>The planner has written into the form.</source>
        <translation>Il pianificatore ha scritto nel modulo.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annulla</translation>
    </message>
    <message>
        <source>Choose a recording</source>
        <translation>Scegli una registrazione</translation>
    </message>
    <message>
        <source>Audio (*.wav *.flac *.mp3 *.ogg *.opus *.aiff *.aif)</source>
        <translation>Audio (*.wav *.flac *.mp3 *.ogg *.opus *.aiff *.aif)</translation>
    </message>
    <message>
        <source>Kept from the plan: %1</source>
        <translation>Mantenuto dal piano: %1</translation>
    </message>
    <message>
        <source>Undo what was written into the form</source>
        <translation>Annulla ciò che è stato scritto nel modulo</translation>
    </message>
    <message>
        <source>The settings of %1 are in the form.</source>
        <translation>Le impostazioni di %1 sono nel modulo.</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Modifica</translation>
    </message>
    <message>
        <source>Change a recording: repaint, extend, cover and more (Ctrl+3)</source>
        <translation>Cambia una registrazione: ridipingere, prolungare, cover e altro (Ctrl+3)</translation>
    </message>
</context>
<context>
    <name>ottava::ui::CountedEdit</name>
    <message>
        <source>%1 / %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Characters used: %1</source>
        <translation>Caratteri usati: %1</translation>
    </message>
</context>
<context>
    <name>ottava::ui::CoverFields</name>
    <message>
        <source>Course of the song</source>
        <translation>Andamento del brano</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Libero</translation>
    </message>
    <message>
        <source>Loosely related</source>
        <translation>Vagamente affine</translation>
    </message>
    <message>
        <source>Halfway</source>
        <translation>A metà</translation>
    </message>
    <message>
        <source>Near the source</source>
        <translation>Vicino alla sorgente</translation>
    </message>
    <message>
        <source>Close to the source</source>
        <translation>Fedele alla sorgente</translation>
    </message>
    <message>
        <source>Sound of the source</source>
        <translation>Suono della sorgente</translation>
    </message>
    <message>
        <source>Not kept</source>
        <translation>Non conservato</translation>
    </message>
    <message>
        <source>A trace of it</source>
        <translation>Una traccia</translation>
    </message>
    <message>
        <source>Half of it</source>
        <translation>Metà</translation>
    </message>
    <message>
        <source>Most of it</source>
        <translation>Quasi tutto</translation>
    </message>
    <message>
        <source>All of it</source>
        <translation>Tutto</translation>
    </message>
    <message>
        <source>Follow the sound itself instead of its codes</source>
        <translation>Segui il suono stesso anziché i suoi codici</translation>
    </message>
    <message>
        <source>Keeps more detail of the recording and leaves less room for the new style</source>
        <translation>Conserva più dettagli della registrazione e lascia meno spazio al nuovo stile</translation>
    </message>
</context>
<context>
    <name>ottava::ui::CustomPage</name>
    <message>
        <source>Style</source>
        <translation>Stile</translation>
    </message>
    <message>
        <source>Genre, mood, instruments, voice, production</source>
        <translation>Genere, atmosfera, strumenti, voce, produzione</translation>
    </message>
    <message>
        <source>Show or hide the expert options (Ctrl+.)</source>
        <translation>Mostra o nascondi le opzioni per esperti (Ctrl+.)</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>Auto</translation>
    </message>
    <message>
        <source>Tempo (BPM)</source>
        <translation>Tempo (BPM)</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Tonalità</translation>
    </message>
    <message>
        <source>Meter</source>
        <translation>Metro</translation>
    </message>
    <message numerus="yes">
        <source>Expert options · %n changed</source>
        <translation>
            <numerusform>Opzioni per esperti · %n modificata</numerusform>
            <numerusform>Opzioni per esperti · %n modificate</numerusform>
        </translation>
    </message>
    <message>
        <source>Expert options</source>
        <translation>Opzioni per esperti</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seme</translation>
    </message>
    <message>
        <source>Planner seed</source>
        <translation>Seme del piano</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Rifinisci</translation>
    </message>
    <message>
        <source>Understand…</source>
        <translation>Ascolta e descrivi…</translation>
    </message>
    <message>
        <source>Let the planner improve style and lyrics; it can be undone</source>
        <translation>Il pianificatore migliora stile e testo; si può annullare</translation>
    </message>
    <message>
        <source>Let the planner listen to a recording and describe it here; it can be undone</source>
        <translation>Il pianificatore ascolta una registrazione e la descrive qui; si può annullare</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modello</translation>
    </message>
</context>
<context>
    <name>ottava::ui::DragHandle</name>
    <message>
        <source>Drag me to your DAW</source>
        <translation>Trascinami nella tua DAW</translation>
    </message>
    <message>
        <source>Carries the take as a 24-bit WAV file. Press it to copy the file to the clipboard.</source>
        <translation>Porta la versione come file WAV a 24 bit. Premilo per copiare il file negli appunti.</translation>
    </message>
    <message>
        <source>Drag it into a DAW or a file manager: it carries the take as a 24-bit WAV file.
Press it to copy that file to the clipboard (Ctrl+C).</source>
        <translation>Trascinalo in una DAW o in un gestore di file: porta la versione come file WAV a 24 bit.
Premilo per copiare il file negli appunti (Ctrl+C).</translation>
    </message>
</context>
<context>
    <name>ottava::ui::EditPage</name>
    <message>
        <source>Takes</source>
        <translation>Versioni</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seme</translation>
    </message>
    <message>
        <source>A retake starts from a take of the library.</source>
        <translation>Una ripresa parte da una versione della libreria.</translation>
    </message>
    <message>
        <source>Needs a base model.</source>
        <translation>Serve un modello base.</translation>
    </message>
    <message>
        <source>No region: along the whole recording.</source>
        <translation>Nessuna regione: lungo tutta la registrazione.</translation>
    </message>
    <message>
        <source>Drag across the waveform to mark what is made anew.</source>
        <translation>Trascina sulla forma d&apos;onda per segnare ciò che va rifatto.</translation>
    </message>
    <message>
        <source>Tracks to take out</source>
        <translation>Tracce da estrarre</translation>
    </message>
    <message>
        <source>Track to add</source>
        <translation>Traccia da aggiungere</translation>
    </message>
    <message>
        <source>Tracks to make</source>
        <translation>Tracce da creare</translation>
    </message>
    <message>
        <source>The source, %1, was not found.</source>
        <translation>La sorgente, %1, non è stata trovata.</translation>
    </message>
    <message>
        <source>Choose it here.</source>
        <translation>Sceglila qui.</translation>
    </message>
</context>
<context>
    <name>ottava::ui::EngineWorker</name>
    <message>
        <source>This is a mistake of the program. Copy the report and tell its makers.</source>
        <translation>È un errore del programma. Copia il rapporto e segnalalo agli autori.</translation>
    </message>
</context>
<context>
    <name>ottava::ui::ExpertDrawer</name>
    <message>
        <source>Back to the defaults</source>
        <translation>Ripristina i valori iniziali</translation>
    </message>
    <message>
        <source>No option has such a name.</source>
        <translation>Nessuna opzione si chiama così.</translation>
    </message>
    <message>
        <source>Decoder (VAE)</source>
        <translation>Decodificatore (VAE)</translation>
    </message>
    <message>
        <source>Search the options</source>
        <translation>Cerca tra le opzioni</translation>
    </message>
    <message>
        <source>Expert options, %1: %2</source>
        <translation>Opzioni per esperti, %1: %2</translation>
    </message>
    <message>
        <source>autoencoder model decoding</source>
        <translation>autoencoder modello decodifica</translation>
    </message>
</context>
<context>
    <name>ottava::ui::ExportDialog</name>
    <message>
        <source>Browse…</source>
        <translation>Sfoglia…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Esporta</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annulla</translation>
    </message>
    <message>
        <source>Export take</source>
        <translation>Esporta la versione</translation>
    </message>
    <message>
        <source>File name</source>
        <translation>Nome del file</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Cartella</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Formato</translation>
    </message>
    <message>
        <source>Browse for a folder</source>
        <translation>Scegli una cartella</translation>
    </message>
    <message>
        <source>Writing the file</source>
        <translation>Scrittura del file</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nome</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>&amp;Formato</translation>
    </message>
    <message>
        <source>F&amp;older</source>
        <translation>&amp;Cartella</translation>
    </message>
    <message>
        <source>Folder for exports</source>
        <translation>Cartella per le esportazioni</translation>
    </message>
    <message>
        <source>A file name cannot hold a slash.</source>
        <translation>Il nome di un file non può contenere una barra.</translation>
    </message>
    <message>
        <source>Put the folder in the field below.</source>
        <translation>Indica la cartella nel campo sotto.</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Sostituisci</translation>
    </message>
    <message>
        <source>A file of this name is already there.</source>
        <translation>Esiste già un file con questo nome.</translation>
    </message>
    <message>
        <source>Press Replace, or choose another name.</source>
        <translation>Premi Sostituisci o scegli un altro nome.</translation>
    </message>
</context>
<context>
    <name>ottava::ui::ExtendFields</name>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Prima</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Dopo</translation>
    </message>
</context>
<context>
    <name>ottava::ui::FieldRow</name>
    <message>
        <source>changed</source>
        <translation>modificato</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Modificato</translation>
    </message>
    <message>
        <source>This takes %1.</source>
        <translation>Qui serve %1.</translation>
    </message>
    <message>
        <source>on</source>
        <translation>sì</translation>
    </message>
    <message>
        <source>off</source>
        <translation>no</translation>
    </message>
    <message>
        <source>%1: back to %2</source>
        <translation>%1: torna a %2</translation>
    </message>
    <message>
        <source>Default: %1</source>
        <translation>Valore iniziale: %1</translation>
    </message>
</context>
<context>
    <name>ottava::ui::FitMeter</name>
    <message>
        <source>about %1 s</source>
        <translation>circa %1 s</translation>
    </message>
    <message>
        <source>about %1 min</source>
        <translation>circa %1 min</translation>
    </message>
    <message>
        <source>the language model leaves after planning</source>
        <translation>il modello linguistico esce dopo la pianificazione</translation>
    </message>
    <message>
        <source>one model is loaded at a time</source>
        <translation>si carica un modello alla volta</translation>
    </message>
    <message>
        <source>the audio is decoded in shorter tiles</source>
        <translation>l&apos;audio si decodifica a tratti più brevi</translation>
    </message>
    <message>
        <source>the takes are not all diffused at once</source>
        <translation>le versioni non si diffondono tutte insieme</translation>
    </message>
    <message>
        <source>the music model is loaded layer by layer (slower)</source>
        <translation>il modello musicale si carica strato per strato (più lento)</translation>
    </message>
    <message>
        <source>the language model works on the processor (slower)</source>
        <translation>il modello linguistico lavora sul processore (più lento)</translation>
    </message>
    <message>
        <source>the processor decodes the audio (slower)</source>
        <translation>il processore decodifica l&apos;audio (più lento)</translation>
    </message>
    <message>
        <source>the processor does everything (much slower)</source>
        <translation>il processore fa tutto (molto più lento)</translation>
    </message>
    <message>
        <source>%1 / %2 GB</source>
        <translation>%1 / %2 GB</translation>
    </message>
    <message>
        <source>%1: may not fit</source>
        <translation>%1: può non bastare</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>memory · time</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>So that it fits: %1.</source>
        <translation>Perché basti: %1.</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Spazio</translation>
    </message>
    <message>
        <source>Memory that the song will take</source>
        <translation>Memoria che il brano occuperà</translation>
    </message>
    <message>
        <source>Memory and time that this song will take, as far as is known here.</source>
        <translation>Memoria e tempo che questo brano richiederà, per quanto se ne sa qui.</translation>
    </message>
    <message numerus="yes">
        <source>Memory of one song, and time of all %n, as far as is known here.</source>
        <translation>
            <numerusform>Memoria di un brano e tempo per farne %n, per quanto se ne sa qui.</numerusform>
            <numerusform>Memoria di un brano e tempo di tutti e %n, per quanto se ne sa qui.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ottava::ui::FolderField</name>
    <message>
        <source>Choose a folder: %1</source>
        <translation>Scegli una cartella: %1</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Scegli una cartella</translation>
    </message>
</context>
<context>
    <name>ottava::ui::GeneralPage</name>
    <message>
        <source>As the system</source>
        <translation>Come il sistema</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Chiaro</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Scuro</translation>
    </message>
    <message>
        <source>The system&apos;s default</source>
        <translation>Quello predefinito del sistema</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Lingua</translation>
    </message>
    <message>
        <source>A new language is used from the next start on.</source>
        <translation>La nuova lingua vale dal prossimo avvio.</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Tema</translation>
    </message>
    <message>
        <source>Audio device</source>
        <translation>Dispositivo audio</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Generali</translation>
    </message>
    <message>
        <source>%1 (not connected)</source>
        <translation>%1 (non collegato)</translation>
    </message>
</context>
<context>
    <name>ottava::ui::GenerationFlow</name>
    <message>
        <source>Untitled</source>
        <translation>Senza titolo</translation>
    </message>
    <message>
        <source>Memory is free again.</source>
        <translation>La memoria è di nuovo libera.</translation>
    </message>
    <message>
        <source>The next song loads its models anew.</source>
        <translation>Il prossimo brano ricaricherà i suoi modelli.</translation>
    </message>
    <message>
        <source>Done in %1</source>
        <translation>Finito in %1</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Annullato</translation>
    </message>
    <message>
        <source>Not finished</source>
        <translation>Non completato</translation>
    </message>
    <message>
        <source>Planned in %1</source>
        <translation>Pianificato in %1</translation>
    </message>
    <message>
        <source>Codes read in %1</source>
        <translation>Codici letti in %1</translation>
    </message>
</context>
<context>
    <name>ottava::ui::GetStarted</name>
    <message>
        <source>makes the music</source>
        <translation>crea la musica</translation>
    </message>
    <message>
        <source>turns it into sound</source>
        <translation>la trasforma in suono</translation>
    </message>
    <message>
        <source>reads your words</source>
        <translation>legge le tue parole</translation>
    </message>
    <message>
        <source>Get started</source>
        <translation>Per iniziare</translation>
    </message>
    <message>
        <source>I already have files…</source>
        <translation>Ho già i file…</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Ricontrolla</translation>
    </message>
    <message>
        <source>Songs are made on this machine, offline. For music, three parts of ACE-Step 1.5 are needed once, as its makers publish them:</source>
        <translation>I brani nascono su questo computer, senza rete. Per la musica servono, una volta sola, tre parti di ACE-Step 1.5 come le pubblicano i suoi autori:</translation>
    </message>
    <message>
        <source>Put the three folders here, or say where they are:</source>
        <translation>Metti qui le tre cartelle, o indica dove sono:</translation>
    </message>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
    <message>
        <source>Try the demo model</source>
        <translation>Prova il modello demo</translation>
    </message>
    <message>
        <source>Works at once, without a download. It is untrained: it shows how everything here is used, but what it makes is noise, not music.</source>
        <translation>Funziona subito, senza scaricare nulla. Non è addestrato: mostra come si usa tutto, ma quello che crea è rumore, non musica.</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Trovato</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Mancante</translation>
    </message>
    <message>
        <source>Folder that holds the models</source>
        <translation>Cartella che contiene i modelli</translation>
    </message>
</context>
<context>
    <name>ottava::ui::HoldFields</name>
    <message>
        <source>Keep the rest sample for sample</source>
        <translation>Conserva il resto campione per campione</translation>
    </message>
    <message>
        <source>Freedom</source>
        <translation>Libertà</translation>
    </message>
    <message>
        <source>Holds on firmly</source>
        <translation>Tiene saldo</translation>
    </message>
    <message>
        <source>Rather firm</source>
        <translation>Piuttosto saldo</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>Equilibrato</translation>
    </message>
    <message>
        <source>Rather free</source>
        <translation>Piuttosto libero</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Libero</translation>
    </message>
    <message>
        <source>Nothing outside the regions changes, not even its level; the seams are hard</source>
        <translation>Fuori dalle regioni non cambia nulla, nemmeno il livello; le giunture sono nette</translation>
    </message>
    <message>
        <source>How the source is held</source>
        <translation>Quanto si tiene della sorgente</translation>
    </message>
    <message>
        <source>Conservative: the seams follow the source</source>
        <translation>Prudente: le giunture seguono la sorgente</translation>
    </message>
    <message>
        <source>Aggressive: the model may change everything</source>
        <translation>Audace: il modello può cambiare tutto</translation>
    </message>
    <message>
        <source>Balanced: as free as set below</source>
        <translation>Equilibrato: libero quanto indicato sotto</translation>
    </message>
</context>
<context>
    <name>ottava::ui::LevelMeter</name>
    <message>
        <source>Level</source>
        <translation>Livello sonoro</translation>
    </message>
    <message>
        <source>Highest true peak so far (dBTP) and loudness of the last seconds (LUFS)</source>
        <translation>Picco reale massimo finora (dBTP) e volume percepito degli ultimi secondi (LUFS)</translation>
    </message>
    <message>
        <source>%1 dBTP</source>
        <translation>%1 dBTP</translation>
    </message>
    <message>
        <source>%1 LUFS</source>
        <translation>%1 LUFS</translation>
    </message>
    <message>
        <source>True peak %1, loudness %2</source>
        <translation>Picco reale %1, volume percepito %2</translation>
    </message>
    <message>
        <source>L</source>
        <comment>left</comment>
        <translation>S</translation>
    </message>
    <message>
        <source>R</source>
        <comment>right</comment>
        <translation>D</translation>
    </message>
</context>
<context>
    <name>ottava::ui::LibraryPanel</name>
    <message>
        <source>All</source>
        <translation>Tutte</translation>
    </message>
    <message>
        <source>Starred</source>
        <translation>Con stelle</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Libreria</translation>
    </message>
    <message>
        <source>Show all takes</source>
        <translation>Mostra tutte le versioni</translation>
    </message>
    <message>
        <source>Show takes with stars only</source>
        <translation>Mostra solo le versioni con stelle</translation>
    </message>
    <message>
        <source>Search takes</source>
        <translation>Cerca versioni</translation>
    </message>
    <message>
        <source>Every take you make is kept here.</source>
        <translation>Qui resta ogni versione che crei.</translation>
    </message>
    <message>
        <source>No take has a star yet. Press 1 to 5 on one.</source>
        <translation>Nessuna versione ha ancora stelle. Premi da 1 a 5 su una.</translation>
    </message>
    <message>
        <source>No take matches.</source>
        <translation>Nessuna versione corrisponde.</translation>
    </message>
    <message>
        <source>“%1” is in the trash.</source>
        <translation>«%1» è nel cestino.</translation>
    </message>
</context>
<context>
    <name>ottava::ui::LimitSheet</name>
    <message>
        <source>Limit of this machine</source>
        <translation>Limite di questo computer</translation>
    </message>
    <message>
        <source>Going beyond it may run out of memory. Nothing is lost if it does.</source>
        <translation>Andando oltre la memoria può non bastare. In quel caso non si perde nulla.</translation>
    </message>
    <message>
        <source>Try once</source>
        <translation>Prova una volta</translation>
    </message>
    <message>
        <source>Always allow</source>
        <translation>Consenti sempre</translation>
    </message>
</context>
<context>
    <name>ottava::ui::LyricsEditor</name>
    <message>
        <source>Lyrics</source>
        <translation>Testo</translation>
    </message>
    <message>
        <source>[Verse]
Write the words here. The tags tell the model which part of the song each line belongs to.</source>
        <translation>[Verse]
Scrivi qui le parole. Le etichette dicono al modello a quale parte del brano appartiene ogni riga.</translation>
    </message>
    <message>
        <source>Insert the tag %1</source>
        <translation>Inserisci l&apos;etichetta %1</translation>
    </message>
</context>
<context>
    <name>ottava::ui::MainActions</name>
    <message>
        <source>&amp;Export take…</source>
        <translation>&amp;Esporta la versione…</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>&amp;Impostazioni…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>E&amp;sci</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;File</translation>
    </message>
    <message>
        <source>&amp;Copy take as a file</source>
        <translation>&amp;Copia la versione come file</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Modifica</translation>
    </message>
    <message>
        <source>&amp;Generate</source>
        <translation>&amp;Genera</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Annulla</translation>
    </message>
    <message>
        <source>&amp;Simple</source>
        <translation>&amp;Semplice</translation>
    </message>
    <message>
        <source>C&amp;ustom</source>
        <translation>S&amp;u misura</translation>
    </message>
    <message>
        <source>&amp;Lyrics</source>
        <translation>&amp;Testo</translation>
    </message>
    <message>
        <source>&amp;Expert options</source>
        <translation>&amp;Opzioni per esperti</translation>
    </message>
    <message>
        <source>&amp;Play / Pause</source>
        <translation>&amp;Riproduci / Pausa</translation>
    </message>
    <message>
        <source>To the &amp;start</source>
        <translation>All&apos;&amp;inizio</translation>
    </message>
    <message>
        <source>To the &amp;end</source>
        <translation>Alla &amp;fine</translation>
    </message>
    <message>
        <source>&amp;Back one second</source>
        <translation>Indietro di &amp;un secondo</translation>
    </message>
    <message>
        <source>&amp;Forward one second</source>
        <translation>&amp;Avanti di un secondo</translation>
    </message>
    <message>
        <source>&amp;Take</source>
        <translation>&amp;Versione</translation>
    </message>
    <message>
        <source>&amp;Next panel</source>
        <translation>&amp;Pannello successivo</translation>
    </message>
    <message>
        <source>&amp;Library</source>
        <translation>&amp;Libreria</translation>
    </message>
    <message>
        <source>&amp;As the system</source>
        <translation>Come il &amp;sistema</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Chiaro</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>Sc&amp;uro</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Vista</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Tema</translation>
    </message>
    <message>
        <source>&amp;Get started</source>
        <translation>Per &amp;iniziare</translation>
    </message>
    <message>
        <source>&amp;Copy report</source>
        <translation>&amp;Copia il rapporto</translation>
    </message>
    <message>
        <source>&amp;About Ottava</source>
        <translation>Informazioni su &amp;Ottava</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Aiuto</translation>
    </message>
    <message>
        <source>&amp;Loop</source>
        <translation>&amp;Ripeti</translation>
    </message>
    <message>
        <source>&amp;Plan first</source>
        <translation>&amp;Prima il piano</translation>
    </message>
    <message>
        <source>&amp;Open sound file…</source>
        <translation>&amp;Apri file audio…</translation>
    </message>
    <message>
        <source>E&amp;dit</source>
        <translation>Mo&amp;difica</translation>
    </message>
    <message>
        <source>&amp;Repaint</source>
        <translation>&amp;Ridipingi</translation>
    </message>
</context>
<context>
    <name>ottava::ui::MainWindow</name>
    <message>
        <source>Models found.</source>
        <translation>Modelli trovati.</translation>
    </message>
    <message>
        <source>Describe a song and press Generate.</source>
        <translation>Descrivi un brano e premi Genera.</translation>
    </message>
    <message>
        <source>The report is on the clipboard.</source>
        <translation>Il rapporto è negli appunti.</translation>
    </message>
    <message>
        <source>About Ottava</source>
        <translation>Informazioni su Ottava</translation>
    </message>
    <message>
        <source>&lt;b&gt;Ottava %1&lt;/b&gt;&lt;br&gt;Music with ACE-Step 1.5 on your own machine. Nothing leaves it.&lt;br&gt;MIT licence; uses Qt, libtorch, libsndfile, PortAudio, soxr and libebur128.</source>
        <translation>&lt;b&gt;Ottava %1&lt;/b&gt;&lt;br&gt;Musica con ACE-Step 1.5 sul tuo computer. Nulla ne esce.&lt;br&gt;Licenza MIT; usa Qt, libtorch, libsndfile, PortAudio, soxr e libebur128.</translation>
    </message>
    <message>
        <source>A song is still being made.</source>
        <translation>Un brano è ancora in lavorazione.</translation>
    </message>
    <message>
        <source>Close the window once more to stop it and quit.</source>
        <translation>Chiudi di nuovo la finestra per fermarlo e uscire.</translation>
    </message>
    <message>
        <source>Demo take, noise of an untrained model</source>
        <translation>Versione demo, rumore di un modello non addestrato</translation>
    </message>
    <message>
        <source>Open sound file</source>
        <translation>Apri file audio</translation>
    </message>
    <message>
        <source>%1 holds no recipe.</source>
        <translation>%1 non contiene una ricetta.</translation>
    </message>
    <message>
        <source>It was not made with Ottava, or its recipe was left out.</source>
        <translation>Non è stato creato con Ottava, o la ricetta è stata omessa.</translation>
    </message>
    <message>
        <source>Use as source</source>
        <translation>Usa come sorgente</translation>
    </message>
    <message>
        <source>The recipe of %1 is in the form.</source>
        <translation>La ricetta di %1 è nel modulo.</translation>
    </message>
    <message>
        <source>The recipe in %1 cannot be used.</source>
        <translation>La ricetta in %1 non si può usare.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annulla</translation>
    </message>
    <message>
        <source>It was made with %1, which is not installed here: another model makes another song.</source>
        <translation>È stato creato con %1, che qui non è installato: un altro modello crea un altro brano.</translation>
    </message>
    <message>
        <source>It was made with %1: choose that model in the settings for the same song.</source>
        <translation>È stato creato con %1: scegli quel modello nelle impostazioni per riavere lo stesso brano.</translation>
    </message>
    <message>
        <source>Sound files and recipes (*.wav *.flac *.mp3 *.ogg *.opus *.aiff *.aif *.json);;All files (*)</source>
        <translation>File audio e ricette (*.wav *.flac *.mp3 *.ogg *.opus *.aiff *.aif *.json);;Tutti i file (*)</translation>
    </message>
    <message>
        <source>It changes %1, which was not found: choose it on the Edit page.</source>
        <translation>Modifica %1, che non è stato trovato: sceglilo nella pagina Modifica.</translation>
    </message>
    <message>
        <source>It was made from %1, which was not found.</source>
        <translation>È stato creato da %1, che non è stato trovato.</translation>
    </message>
    <message>
        <source>%1 needs another model than the one in use.</source>
        <translation>%1 richiede un modello diverso da quello in uso.</translation>
    </message>
</context>
<context>
    <name>ottava::ui::MessageBar</name>
    <message>
        <source>Messages</source>
        <translation>Messaggi</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Chiudi questo messaggio</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Chiudi</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Copia il rapporto</translation>
    </message>
</context>
<context>
    <name>ottava::ui::ModelPicker</name>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>%1 (not installed)</source>
        <translation>%1 (non installato)</translation>
    </message>
</context>
<context>
    <name>ottava::ui::MorphFields</name>
    <message>
        <source>What the source is</source>
        <translation>Che cos&apos;è la sorgente</translation>
    </message>
    <message>
        <source>Lyrics of the source</source>
        <translation>Testo della sorgente</translation>
    </message>
    <message>
        <source>Turns from</source>
        <translation>Cambia da</translation>
    </message>
    <message>
        <source>the very start</source>
        <translation>dall&apos;inizio</translation>
    </message>
    <message>
        <source>halfway</source>
        <translation>a metà</translation>
    </message>
    <message>
        <source>the end</source>
        <translation>la fine</translation>
    </message>
    <message>
        <source>Turns until</source>
        <translation>Cambia fino a</translation>
    </message>
    <message>
        <source>Genre, mood, instruments and voice of the recording</source>
        <translation>Genere, atmosfera, strumenti e voce della registrazione</translation>
    </message>
    <message>
        <source>Averages</source>
        <translation>Medie</translation>
    </message>
    <message>
        <source>Smoother, and as many times slower</source>
        <translation>Più liscio, e altrettante volte più lento</translation>
    </message>
</context>
<context>
    <name>ottava::ui::PerformancePage</name>
    <message>
        <source>Compile the models for this machine</source>
        <translation>Compila i modelli per questo computer</translation>
    </message>
    <message>
        <source>Flash attention</source>
        <translation>Flash attention</translation>
    </message>
    <message>
        <source>Songs of up to 10 minutes</source>
        <translation>Brani fino a 10 minuti</translation>
    </message>
    <message>
        <source>Up to 8 takes at once</source>
        <translation>Fino a 8 versioni alla volta</translation>
    </message>
    <message>
        <source>A language model in any tier</source>
        <translation>Un modello linguistico in ogni livello</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatico</translation>
    </message>
    <message>
        <source>fp32 (exact)</source>
        <translation>fp32 (esatto)</translation>
    </message>
    <message>
        <source>bf16 (half the memory)</source>
        <translation>bf16 (metà della memoria)</translation>
    </message>
    <message>
        <source>int8 (a quarter of the memory)</source>
        <translation>int8 (un quarto della memoria)</translation>
    </message>
    <message>
        <source>On: models wait in main memory</source>
        <translation>Sì: i modelli attendono nella memoria principale</translation>
    </message>
    <message>
        <source>Off: models stay on the device</source>
        <translation>No: i modelli restano sul dispositivo</translation>
    </message>
    <message>
        <source>Music model</source>
        <translation>Modello musicale</translation>
    </message>
    <message>
        <source>Language model</source>
        <translation>Modello linguistico</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Dispositivo</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Precisione</translation>
    </message>
    <message>
        <source>Offload</source>
        <translation>Scaricamento in RAM</translation>
    </message>
    <message>
        <source>Free idle models after</source>
        <translation>Libera i modelli inattivi dopo</translation>
    </message>
    <message>
        <source> min</source>
        <translation> min</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Mai</translation>
    </message>
    <message>
        <source>Allowed beyond this machine&apos;s tier. It may run out of memory; nothing is lost then.</source>
        <translation>Consentito oltre il livello di questo computer. La memoria può non bastare; in quel caso non si perde nulla.</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Spento</translation>
    </message>
    <message>
        <source>Automatic (%1)</source>
        <translation>Automatico (%1)</translation>
    </message>
    <message>
        <source>Where it is needed</source>
        <translation>Dove serve</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Processore</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>Performance</source>
        <translation>Prestazioni</translation>
    </message>
    <message>
        <source>%1 (beyond this tier)</source>
        <translation>%1 (oltre questo livello)</translation>
    </message>
    <message>
        <source>%1 is not meant for this model. It is used all the same; memory may run out.</source>
        <translation>%1 non è pensato per questo modello. Viene usato comunque; la memoria può esaurirsi.</translation>
    </message>
    <message>
        <source>Decoder (VAE)</source>
        <translation>Decodificatore (VAE)</translation>
    </message>
</context>
<context>
    <name>ottava::ui::PlanPanel</name>
    <message>
        <source>What the planner wrote</source>
        <translation>Che cosa ha scritto il pianificatore</translation>
    </message>
    <message>
        <source>Edit in Custom</source>
        <translation>Modifica in Su misura</translation>
    </message>
    <message>
        <source>Put the plan into the form; the codes stay behind</source>
        <translation>Porta il piano nel modulo; i codici restano qui</translation>
    </message>
    <message>
        <source>The audio codes were planned for the song as it was. They are left out and planned anew.</source>
        <translation>I codici audio erano pianificati per il brano com&apos;era. Non vengono usati e si pianificano di nuovo.</translation>
    </message>
    <message>
        <source>Keep the codes all the same</source>
        <translation>Usa comunque questi codici</translation>
    </message>
    <message>
        <source>%1 wrote this in %2 s.</source>
        <translation>Scritto da %1 in %2 s.</translation>
    </message>
    <message>
        <source>Planner seed %1.</source>
        <translation>Seme del piano %1.</translation>
    </message>
    <message>
        <source>%1: this value cannot be used.</source>
        <translation>%1: questo valore non si può usare.</translation>
    </message>
    <message numerus="yes">
        <source>%n audio code(s) planned</source>
        <translation>
            <numerusform>%n codice audio pianificato</numerusform>
            <numerusform>%n codici audio pianificati</numerusform>
        </translation>
    </message>
    <message>
        <source>No audio codes planned</source>
        <translation>Nessun codice audio pianificato</translation>
    </message>
</context>
<context>
    <name>ottava::ui::PlanRow</name>
    <message>
        <source>%1: keep this value in the next plan</source>
        <translation>%1: mantieni questo valore nel prossimo piano</translation>
    </message>
    <message>
        <source>%1: back to what was typed</source>
        <translation>%1: torna a ciò che era scritto</translation>
    </message>
    <message>
        <source>You typed: %1</source>
        <translation>Avevi scritto: %1</translation>
    </message>
</context>
<context>
    <name>ottava::ui::PresetButton</name>
    <message>
        <source>Presets</source>
        <translation>Preset</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Elimina</translation>
    </message>
    <message>
        <source>Settings that you keep under a name: everything but the words and the seeds</source>
        <translation>Impostazioni conservate sotto un nome: tutto tranne le parole e i semi</translation>
    </message>
    <message>
        <source>No presets yet</source>
        <translation>Ancora nessun preset</translation>
    </message>
    <message>
        <source>Keep these settings…</source>
        <translation>Conserva queste impostazioni…</translation>
    </message>
    <message>
        <source>Keep these settings</source>
        <translation>Conserva queste impostazioni</translation>
    </message>
    <message>
        <source>Name. A preset of the same name is replaced.</source>
        <translation>Nome. Un preset con lo stesso nome viene sostituito.</translation>
    </message>
    <message>
        <source>The preset %1 cannot be read: %2</source>
        <translation>Impossibile leggere il preset %1: %2</translation>
    </message>
    <message>
        <source>The preset %1 could not be saved: %2</source>
        <translation>Impossibile salvare il preset %1: %2</translation>
    </message>
    <message>
        <source>Check that the settings folder can be written to.</source>
        <translation>Controlla che la cartella delle impostazioni sia scrivibile.</translation>
    </message>
</context>
<context>
    <name>ottava::ui::PrivacyPage</name>
    <message>
        <source>Put description, lyrics and recipe into the files</source>
        <translation>Metti descrizione, testo e ricetta nei file</translation>
    </message>
    <message>
        <source>Let programs stretch WAV files to their tempo</source>
        <translation>Lascia che i programmi adattino i file WAV al loro tempo</translation>
    </message>
    <message>
        <source>Artist</source>
        <translation>Artista</translation>
    </message>
    <message>
        <source>Nobody</source>
        <translation>Nessuno</translation>
    </message>
    <message>
        <source>Drop such a file on the window and the form is as it was. Without it a file names the program, the model and its loudness only. It holds for new takes and for exports.</source>
        <translation>Trascina un file così sulla finestra e il modulo torna com&apos;era. Senza, un file nomina solo il programma, il modello e il volume percepito. Vale per le nuove versioni e per le esportazioni.</translation>
    </message>
    <message>
        <source>Writes the tempo that was asked for as an “acid” chunk. Some programs then stretch the file unasked; a song that strays from its tempo suffers.</source>
        <translation>Scrive il tempo richiesto in un blocco “acid”. Alcuni programmi poi allungano o accorciano il file senza chiederlo; un brano che si scosta dal suo tempo ne soffre.</translation>
    </message>
    <message>
        <source>Metadata and privacy</source>
        <translation>Metadati e privacy</translation>
    </message>
</context>
<context>
    <name>ottava::ui::ReferenceField</name>
    <message>
        <source>Choose…</source>
        <translation>Scegli…</translation>
    </message>
    <message>
        <source>Reference audio</source>
        <translation>Audio di riferimento</translation>
    </message>
    <message>
        <source>A recording whose sound the song takes after. Drop a file here, or choose one.</source>
        <translation>Una registrazione a cui il suono del brano somiglia. Trascina qui un file o scegline uno.</translation>
    </message>
    <message>
        <source>Choose a reference recording</source>
        <translation>Scegli una registrazione di riferimento</translation>
    </message>
    <message>
        <source>No reference audio</source>
        <translation>Nessun audio di riferimento</translation>
    </message>
    <message>
        <source>Audio (*.wav *.flac *.mp3 *.ogg *.opus *.aiff *.aif)</source>
        <translation>Audio (*.wav *.flac *.mp3 *.ogg *.opus *.aiff *.aif)</translation>
    </message>
    <message>
        <source>none</source>
        <translation>nessuno</translation>
    </message>
    <message>
        <source>looking…</source>
        <translation>controllo…</translation>
    </message>
    <message>
        <source>This recording is silent. Choose one in which something sounds, or none.</source>
        <translation>Questa registrazione è muta. Scegline una in cui si sente qualcosa, o nessuna.</translation>
    </message>
</context>
<context>
    <name>ottava::ui::RegionFields</name>
    <message>
        <source>Add a region</source>
        <translation>Aggiungi regione</translation>
    </message>
    <message>
        <source>Snap regions to</source>
        <translation>Aggancia le regioni a</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Spento</translation>
    </message>
    <message>
        <source>Second</source>
        <translation>Secondo</translation>
    </message>
    <message>
        <source>Beat</source>
        <translation>Battito</translation>
    </message>
    <message>
        <source>Bar</source>
        <translation>Battuta</translation>
    </message>
    <message>
        <source>Adds a region at the playhead (Insert)</source>
        <translation>Aggiunge una regione al cursore (Ins)</translation>
    </message>
    <message>
        <source>Snapping needs the tempo: type it below.</source>
        <translation>Per l&apos;aggancio serve il tempo: scrivilo sotto.</translation>
    </message>
    <message>
        <source>Snap</source>
        <translation>Aggancio</translation>
    </message>
</context>
<context>
    <name>ottava::ui::RegionList</name>
    <message>
        <source>Region %1 starts at</source>
        <translation>Inizio della regione %1</translation>
    </message>
    <message>
        <source>Region %1 ends at</source>
        <translation>Fine della regione %1</translation>
    </message>
    <message>
        <source>Remove region %1</source>
        <translation>Togli la regione %1</translation>
    </message>
</context>
<context>
    <name>ottava::ui::RegionView</name>
    <message>
        <source>Source waveform</source>
        <translation>Forma d&apos;onda della sorgente</translation>
    </message>
    <message>
        <source>Left and right seek. Insert adds a region at the playhead, Delete removes the chosen one, Page Up and Page Down choose. With Shift the arrows move its end, with Ctrl and Shift its start.</source>
        <translation>Sinistra e destra spostano il cursore. Ins aggiunge una regione al cursore, Canc toglie quella scelta, Pag su e Pag giù scelgono. Con Maiusc le frecce ne spostano la fine, con Ctrl e Maiusc l&apos;inizio.</translation>
    </message>
    <message>
        <source>no recording</source>
        <translation>nessuna registrazione</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 di %2</translation>
    </message>
    <message numerus="yes">
        <source>%n region(s)</source>
        <translation>
            <numerusform>%n regione</numerusform>
            <numerusform>%n regioni</numerusform>
        </translation>
    </message>
    <message>
        <source>region %1 from %2 to %3</source>
        <translation>regione %1 da %2 a %3</translation>
    </message>
</context>
<context>
    <name>ottava::ui::RetakeFields</name>
    <message>
        <source>How different</source>
        <translation>Quanto diversa</translation>
    </message>
    <message>
        <source>The same</source>
        <translation>La stessa</translation>
    </message>
    <message>
        <source>A little different</source>
        <translation>Un po&apos; diversa</translation>
    </message>
    <message>
        <source>Clearly different</source>
        <translation>Chiaramente diversa</translation>
    </message>
    <message>
        <source>Hardly the same</source>
        <translation>Appena riconoscibile</translation>
    </message>
    <message>
        <source>Another song</source>
        <translation>Un altro brano</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seme</translation>
    </message>
</context>
<context>
    <name>ottava::ui::SeedField</name>
    <message>
        <source>new each time</source>
        <translation>nuovo ogni volta</translation>
    </message>
    <message>
        <source>Keep this seed: the same form gives the same song again</source>
        <translation>Mantieni questo seme: lo stesso modulo ridà lo stesso brano</translation>
    </message>
    <message>
        <source>Roll a new seed and keep it</source>
        <translation>Tira un nuovo seme e mantienilo</translation>
    </message>
    <message>
        <source>%1: keep it</source>
        <translation>%1: mantienilo</translation>
    </message>
    <message>
        <source>%1: roll a new one</source>
        <translation>%1: tirane uno nuovo</translation>
    </message>
</context>
<context>
    <name>ottava::ui::SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Impostazioni</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Pagine</translation>
    </message>
    <message>
        <source>Changes take effect with the next song.</source>
        <translation>Le modifiche valgono dal prossimo brano.</translation>
    </message>
</context>
<context>
    <name>ottava::ui::SimplePage</name>
    <message>
        <source>Describe your song</source>
        <translation>Descrivi il brano</translation>
    </message>
    <message>
        <source>Style, mood, instruments, voice: warm 80s synth-pop, female voice, slow build…</source>
        <translation>Stile, atmosfera, strumenti, voce: caldo synth-pop anni &apos;80, voce femminile, crescendo lento…</translation>
    </message>
    <message>
        <source>Lo-fi</source>
        <translation>Lo-fi</translation>
    </message>
    <message>
        <source>mellow lo-fi hip hop, dusty drums, warm electric piano, soft vinyl noise, late night</source>
        <translation>lo-fi hip hop morbido, batteria polverosa, caldo piano elettrico, leggero fruscio di vinile, notte fonda</translation>
    </message>
    <message>
        <source>Rock</source>
        <translation>Rock</translation>
    </message>
    <message>
        <source>driving indie rock, bright guitars, live drums, big sing-along chorus, energetic</source>
        <translation>indie rock incalzante, chitarre brillanti, batteria dal vivo, grande ritornello da cantare insieme, energico</translation>
    </message>
    <message>
        <source>Ambient</source>
        <translation>Ambient</translation>
    </message>
    <message>
        <source>slow ambient, wide evolving pads, distant piano, deep reverb, calm and spacious</source>
        <translation>ambient lento, ampi tappeti sonori in evoluzione, pianoforte lontano, riverbero profondo, calmo e spazioso</translation>
    </message>
    <message>
        <source>Example: %1</source>
        <translation>Esempio: %1</translation>
    </message>
    <message>
        <source>Surprise me</source>
        <translation>Sorprendimi</translation>
    </message>
    <message>
        <source>Let the planner write a song from these words, or from none, and open it in Custom</source>
        <translation>Il pianificatore scrive un brano da queste parole, o da nessuna, e lo apre in Su misura</translation>
    </message>
</context>
<context>
    <name>ottava::ui::SongBasics</name>
    <message>
        <source>Vocals</source>
        <translation>Voce</translation>
    </message>
    <message>
        <source>Instrumental</source>
        <translation>Strumentale</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Durata</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>Versioni</translation>
    </message>
    <message>
        <source>Language of the vocals</source>
        <translation>Lingua della voce</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Lingua</translation>
    </message>
</context>
<context>
    <name>ottava::ui::SongWords</name>
    <message>
        <source>Style</source>
        <translation>Stile</translation>
    </message>
    <message>
        <source>Lyrics</source>
        <translation>Testo</translation>
    </message>
    <message>
        <source>Instrumental</source>
        <translation>Strumentale</translation>
    </message>
    <message>
        <source>[Verse] and the words; empty: left to the model</source>
        <translation>[Verse] e le parole; vuoto: decide il modello</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>Auto</translation>
    </message>
    <message>
        <source>Tempo (BPM)</source>
        <translation>Tempo (BPM)</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Tonalità</translation>
    </message>
    <message>
        <source>Meter</source>
        <translation>Metro</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Lingua</translation>
    </message>
    <message>
        <source>How the new parts should sound</source>
        <translation>Come devono suonare le parti nuove</translation>
    </message>
    <message>
        <source>How the new track should sound</source>
        <translation>Come deve suonare la traccia nuova</translation>
    </message>
    <message>
        <source>Genre, mood, instruments, voice, production</source>
        <translation>Genere, atmosfera, strumenti, voce, produzione</translation>
    </message>
</context>
<context>
    <name>ottava::ui::SourceLane</name>
    <message>
        <source>Choose…</source>
        <translation>Scegli…</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Sorgente</translation>
    </message>
    <message>
        <source>Choose the recording to change</source>
        <translation>Scegli la registrazione da cambiare</translation>
    </message>
    <message>
        <source>Play or pause the source</source>
        <translation>Riproduci o metti in pausa la sorgente</translation>
    </message>
    <message>
        <source>Reading %1…</source>
        <translation>Lettura di %1…</translation>
    </message>
    <message>
        <source>Choose another take.</source>
        <translation>Scegli un&apos;altra versione.</translation>
    </message>
    <message>
        <source>Choose a recording</source>
        <translation>Scegli una registrazione</translation>
    </message>
    <message>
        <source>Audio (*.wav *.flac *.mp3 *.ogg *.opus *.aiff *.aif)</source>
        <translation>Audio (*.wav *.flac *.mp3 *.ogg *.opus *.aiff *.aif)</translation>
    </message>
    <message>
        <source>Length: %1</source>
        <translation>Durata: %1</translation>
    </message>
    <message>
        <source>Choose a recording, drop one here, or press Use as source in a take&apos;s menu.</source>
        <translation>Scegli una registrazione, trascinane una qui o premi Usa come sorgente nel menu di una versione.</translation>
    </message>
    <message>
        <source>Only the first %1 are used: this machine&apos;s limit.</source>
        <translation>Si usano solo i primi %1: è il limite di questa macchina.</translation>
    </message>
</context>
<context>
    <name>ottava::ui::StageStrip</name>
    <message>
        <source>Ready</source>
        <translation>Pronto</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annulla</translation>
    </message>
    <message>
        <source>Keep going</source>
        <translation>Continua</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Avanzamento</translation>
    </message>
    <message>
        <source>Progress of this song</source>
        <translation>Avanzamento di questo brano</translation>
    </message>
    <message>
        <source>Stop this song (Esc)</source>
        <translation>Ferma questo brano (Esc)</translation>
    </message>
    <message>
        <source>%1 elapsed</source>
        <translation>%1 trascorsi</translation>
    </message>
    <message>
        <source>%1 elapsed · %2 left</source>
        <translation>%1 trascorsi · %2 restanti</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n in attesa</numerusform>
            <numerusform>%n in attesa</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop this song?</source>
        <translation>Fermare questo brano?</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Arresto…</translation>
    </message>
    <message>
        <source>%1 elapsed · longer than expected</source>
        <translation>%1 trascorsi · più del previsto</translation>
    </message>
</context>
<context>
    <name>ottava::ui::StoragePage</name>
    <message>
        <source>Models folder</source>
        <translation>Cartella dei modelli</translation>
    </message>
    <message>
        <source>Library folder</source>
        <translation>Cartella della libreria</translation>
    </message>
    <message>
        <source>Installed models</source>
        <translation>Modelli installati</translation>
    </message>
    <message>
        <source>%1 · %2 MB</source>
        <translation>%1 · %2 MB</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Ancora nessuno</translation>
    </message>
    <message>
        <source>Models and storage</source>
        <translation>Modelli e spazio</translation>
    </message>
</context>
<context>
    <name>ottava::ui::TakeDelegate</name>
    <message>
        <source>Title</source>
        <translation>Titolo</translation>
    </message>
</context>
<context>
    <name>ottava::ui::TakeExporter</name>
    <message>
        <source>Copied %1: paste it into a folder or a DAW.</source>
        <translation>Copiato %1: incollalo in una cartella o in una DAW.</translation>
    </message>
    <message>
        <source>Exported to %1</source>
        <translation>Esportato in %1</translation>
    </message>
</context>
<context>
    <name>ottava::ui::TakeListModel</name>
    <message>
        <source>%1, damaged: %2</source>
        <translation>%1, danneggiata: %2</translation>
    </message>
    <message numerus="yes">
        <source>%1, %2, %n star(s), %3</source>
        <translation>
            <numerusform>%1, %2, %n stella, %3</numerusform>
            <numerusform>%1, %2, %n stelle, %3</numerusform>
        </translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>seme %1</translation>
    </message>
</context>
<context>
    <name>ottava::ui::TakeListView</name>
    <message>
        <source>Takes</source>
        <translation>Versioni</translation>
    </message>
</context>
<context>
    <name>ottava::ui::TakeMenu</name>
    <message>
        <source>Play</source>
        <translation>Riproduci</translation>
    </message>
    <message>
        <source>Reuse recipe</source>
        <translation>Riusa la ricetta</translation>
    </message>
    <message>
        <source>Rename	F2</source>
        <translation>Rinomina	F2</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Esporta…</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Mostra nella cartella</translation>
    </message>
    <message>
        <source>Move to trash	Del</source>
        <translation>Sposta nel cestino	Canc</translation>
    </message>
    <message>
        <source>Stars</source>
        <translation>Stelle</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Nessuna</translation>
    </message>
    <message>
        <source>Use as source</source>
        <translation>Usa come sorgente</translation>
    </message>
</context>
<context>
    <name>ottava::ui::TakePage</name>
    <message>
        <source>Export…</source>
        <translation>Esporta…</translation>
    </message>
    <message>
        <source>Copy file</source>
        <translation>Copia file</translation>
    </message>
    <message>
        <source>About the file</source>
        <translation>Informazioni sul file</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Ricetta</translation>
    </message>
    <message>
        <source>Write the take as WAV, FLAC, MP3, Ogg or Opus (Ctrl+E)</source>
        <translation>Scrivi la versione come WAV, FLAC, MP3, Ogg o Opus (Ctrl+E)</translation>
    </message>
    <message>
        <source>Copy the take as a WAV file, to paste it into a file manager (Ctrl+C)</source>
        <translation>Copia la versione come file WAV, da incollare in un gestore di file (Ctrl+C)</translation>
    </message>
    <message>
        <source>Take: %1</source>
        <translation>Versione: %1</translation>
    </message>
    <message>
        <source>Recipe: %1</source>
        <translation>Ricetta: %1</translation>
    </message>
    <message>
        <source>Vary</source>
        <translation>Varia</translation>
    </message>
    <message>
        <source>New idea</source>
        <translation>Nuova idea</translation>
    </message>
    <message>
        <source>One more take of the same plan: same codes and planner seed, a new seed</source>
        <translation>Un&apos;altra versione dello stesso piano: stessi codici e seme del piano, un nuovo seme</translation>
    </message>
    <message>
        <source>One more take of the same words: planned anew, with new seeds</source>
        <translation>Un&apos;altra versione delle stesse parole: pianificata di nuovo, con nuovi semi</translation>
    </message>
    <message>
        <source>Repaint</source>
        <translation>Ridipingi</translation>
    </message>
    <message>
        <source>Make parts of this take anew; what is marked is the first (Ctrl+R)</source>
        <translation>Rifà parti di questa versione; la prima è quella segnata (Ctrl+R)</translation>
    </message>
    <message>
        <source>Extend</source>
        <translation>Prolunga</translation>
    </message>
    <message>
        <source>Go on where this take ends</source>
        <translation>Continua dove questa versione finisce</translation>
    </message>
    <message>
        <source>Cover</source>
        <translation>Cover</translation>
    </message>
    <message>
        <source>The same song in another style</source>
        <translation>Lo stesso brano in un altro stile</translation>
    </message>
    <message>
        <source>Stems</source>
        <translation>Tracce</translation>
    </message>
    <message>
        <source>Take single tracks out of the mix</source>
        <translation>Ricava singole tracce dal mix</translation>
    </message>
</context>
<context>
    <name>ottava::ui::TakePanel</name>
    <message>
        <source>Take</source>
        <translation>Versione</translation>
    </message>
    <message>
        <source>New take: show it</source>
        <translation>Nuova versione: mostrala</translation>
    </message>
    <message>
        <source>decoding %1 %</source>
        <translation>decodifica %1 %</translation>
    </message>
    <message>
        <source>saving</source>
        <translation>salvataggio</translation>
    </message>
    <message>
        <source>decoding</source>
        <translation>decodifica</translation>
    </message>
    <message>
        <source>Choose another take.</source>
        <translation>Scegli un&apos;altra versione.</translation>
    </message>
</context>
<context>
    <name>ottava::ui::TakePlayer</name>
    <message>
        <source>The position is kept. Choose another output with the headphones button, then press Play.</source>
        <translation>La posizione è conservata. Scegli un&apos;altra uscita con il pulsante delle cuffie, poi premi Riproduci.</translation>
    </message>
</context>
<context>
    <name>ottava::ui::ThinkRow</name>
    <message>
        <source>Think: plan the song first</source>
        <translation>Pensa: prima pianifica il brano</translation>
    </message>
    <message>
        <source>A language model fills in what is open and sketches the song before it is made</source>
        <translation>Un modello linguistico completa ciò che manca e abbozza il brano prima di crearlo</translation>
    </message>
    <message>
        <source>Why there is no planner, and how to use one all the same</source>
        <translation>Perché non c&apos;è un pianificatore, e come usarne uno comunque</translation>
    </message>
    <message>
        <source>%1 has too little memory for a language model.</source>
        <translation>%1 ha troppo poca memoria per un modello linguistico.</translation>
    </message>
    <message>
        <source>No language model is installed.</source>
        <translation>Nessun modello linguistico è installato.</translation>
    </message>
</context>
<context>
    <name>ottava::ui::TierBanner</name>
    <message>
        <source>Language model</source>
        <translation>Modello linguistico</translation>
    </message>
    <message>
        <source>This machine</source>
        <translation>Questo computer</translation>
    </message>
    <message>
        <source>Looking at this machine…</source>
        <translation>Esamino questo computer…</translation>
    </message>
    <message>
        <source>Plans songs from a few words; needs memory, so the limits change with it.</source>
        <translation>Pianifica i brani da poche parole; occupa memoria, perciò cambia i limiti.</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Perché?</translation>
    </message>
    <message>
        <source>Why this tier</source>
        <translation>Perché questo livello</translation>
    </message>
    <message>
        <source>Free VRAM</source>
        <translation>Libera la VRAM</translation>
    </message>
    <message>
        <source>Free memory</source>
        <translation>Libera la memoria</translation>
    </message>
    <message>
        <source>Loaded models leave memory; the next song loads them again.</source>
        <translation>I modelli caricati escono dalla memoria; il prossimo brano li ricarica.</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Spento</translation>
    </message>
    <message>
        <source>None in this tier</source>
        <translation>Nessuno in questo livello</translation>
    </message>
    <message>
        <source>%1 (not installed)</source>
        <translation>%1 (non installato)</translation>
    </message>
    <message>
        <source>%1 (beyond this tier)</source>
        <translation>%1 (oltre questo livello)</translation>
    </message>
</context>
<context>
    <name>ottava::ui::TierWhy</name>
    <message>
        <source>Why this tier</source>
        <translation>Perché questo livello</translation>
    </message>
    <message>
        <source>%1 (%2 GB set aside)</source>
        <translation>%1 (%2 GB riservati)</translation>
    </message>
    <message>
        <source>No language model fits into this tier.</source>
        <translation>Nessun modello linguistico entra in questo livello.</translation>
    </message>
    <message>
        <source>Language models that fit: %1.</source>
        <translation>Modelli linguistici adatti: %1.</translation>
    </message>
    <message>
        <source>These are safe limits, not walls: the lock at a slider&apos;s end goes beyond them.</source>
        <translation>Sono limiti sicuri, non muri: il lucchetto alla fine di un cursore li supera.</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Computer</translation>
    </message>
    <message>
        <source>With LM</source>
        <translation>Con LM</translation>
    </message>
    <message>
        <source>Without LM</source>
        <translation>Senza LM</translation>
    </message>
</context>
<context>
    <name>ottava::ui::TrackFields</name>
    <message>
        <source>All</source>
        <translation>Tutte</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Nessuna</translation>
    </message>
    <message>
        <source>Choose all tracks</source>
        <translation>Scegli tutte le tracce</translation>
    </message>
    <message>
        <source>Choose no track</source>
        <translation>Non scegliere tracce</translation>
    </message>
</context>
<context>
    <name>ottava::ui::TransportBar</name>
    <message>
        <source>To the start (Home)</source>
        <translation>All&apos;inizio (Home)</translation>
    </message>
    <message>
        <source>Play (Space)</source>
        <translation>Riproduci (Spazio)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Ferma</translation>
    </message>
    <message>
        <source>To the end (End)</source>
        <translation>Alla fine (Fine)</translation>
    </message>
    <message>
        <source>Loop the selection (L)</source>
        <translation>Ripeti la selezione (L)</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Silenzia</translation>
    </message>
    <message>
        <source>Audio output</source>
        <translation>Uscita audio</translation>
    </message>
    <message>
        <source>Position and length</source>
        <translation>Posizione e durata</translation>
    </message>
    <message>
        <source>Pause (Space)</source>
        <translation>Pausa (Spazio)</translation>
    </message>
    <message>
        <source>%1 / %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>System default</source>
        <translation>Predefinita del sistema</translation>
    </message>
    <message>
        <source>No audio output found</source>
        <translation>Nessuna uscita audio trovata</translation>
    </message>
</context>
<context>
    <name>ottava::ui::UndoToast</name>
    <message>
        <source>Undo</source>
        <translation>Annulla</translation>
    </message>
    <message>
        <source>Undo (Ctrl+Z)</source>
        <translation>Annulla (Ctrl+Z)</translation>
    </message>
</context>
<context>
    <name>ottava::ui::VolumeSlider</name>
    <message>
        <source>Volume</source>
        <translation>Volume</translation>
    </message>
    <message>
        <source>Muted</source>
        <translation>Silenziato</translation>
    </message>
    <message>
        <source>%1 dB</source>
        <translation>%1 dB</translation>
    </message>
    <message>
        <source>Volume: %1</source>
        <translation>Volume: %1</translation>
    </message>
</context>
<context>
    <name>ottava::ui::WaveformView</name>
    <message>
        <source>Waveform</source>
        <translation>Forma d&apos;onda</translation>
    </message>
    <message>
        <source>Left and right seek by a second, Home and End go to the start and end, with Shift they select. Plus and minus zoom.</source>
        <translation>Sinistra e destra spostano di un secondo, Home e Fine vanno all&apos;inizio e alla fine, con Maiusc selezionano. Più e meno ingrandiscono e riducono.</translation>
    </message>
    <message>
        <source>no take</source>
        <translation>nessuna versione</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 di %2</translation>
    </message>
    <message>
        <source>, selection %1 to %2</source>
        <translation>, selezione da %1 a %2</translation>
    </message>
</context>
</TS>

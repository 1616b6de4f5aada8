/// Given and family names from many countries; none of them is a real person's.
enum Names {
    static let given = words(
        """
        Ada Aisha Alejandro Amara Amélie Andrés Anika Anneliese Antonio Arjun Astrid Ayşe Beatriz Benedikt
        Björn Bogdan Bruno Camila Catalina Cem Chiara Chinedu Claudia Dagny Daniel Deepa Diego Dilnoza
        Ebba Efua Eilidh Ekaterina Elif Emeka Emiko Enzo Esra Fatima Felipe Femi Fiona Florian François
        Freya Gabriela Georgios Giulia Grace Guillermo Gunnar Hana Hannah Haruto Heidi Hélène Hiroshi
        Hugo Ibrahim Ilse Imani Ines Ingrid Isabella Ivan Jakub Jamal Javier Jelena Jia Joana João Jürgen
        Kaito Kamala Karin Katarzyna Keiko Kofi Kwame Lars Laszlo Latisha Layla Leon Liam Lindiwe
        Lucía Ludovica Luis Lukas Magnus Mai Malik Mareike Marek Mariam Marta Mateo Matilda Mei Mehmet
        Mikael Milica Mohammed Nadia Naoko Nia Nikolai Noor Nuria Océane Olga Olivier Omar Orla Oscar
        Paolo Pavel Pilar Priya Quentin Rafael Rahul Rania Renata Rhys Rosa Ruth Sabine Samira Sanjay
        Saoirse Sergei Siobhán Sofia Søren Stefan Svetlana Tadeusz Takeshi Tamar Thabo Theo Thérèse
        Tomás Tuan Ulrike Valentina Vera Viktor Wanjiru Wei Wiktoria Xavier Yara Yasmin Yusuf Zeynep Zoë
        """)

    static let family = words(
        """
        Abara Adeyemi Ahmed Albrecht Almeida Álvarez Andersson Arslan Asante Bakker Balogun Banerjee
        Barros Bauer Becker Bergström Bianchi Blanchard Boateng Bondarenko Brankovic Byrne Campbell Castillo
        Cavalcanti Chaudhry Chen Cohen Conti Coşkun Cruz Dąbrowski Danjuma Delacroix Demir Desai Dimitrov
        Dlamini Doherty Dubois Eriksen Esposito Fernández Ferrari Fischer Fitzgerald Fontaine Forsberg Friedman
        Fujimoto Gallagher García Georgiou Ghosh Goldberg González Grabowska Gupta Haddad Hansen Hartmann
        Hashimoto Hassan Hernández Hoffmann Holm Horváth Hughes Ibáñez Ishikawa Ivanova Iyer Jablonski Janssen
        Jensen Jovanović Kaplan Karlsson Kato Kaya Keita Khalil Kim Kimura Kowalczyk Krüger Kuznetsov Lambert
        Larsen Laurent Lefèvre Lehtonen Lindqvist Lombardi López Lund MacLeod Maier Mancini Marchetti
        Markovic Martins Mbeki Mehta Melo Mensah Mohamud Moreau Morozov Mukherjee Müller Mwangi Nagy Nakamura
        Nascimento Navarro Ndiaye Nguyen Nielsen Novák Nowak Nwosu Okafor Olsen Omondi Öztürk Papadopoulos
        Park Patel Pereira Petrov Pham Popescu Quispe Ramos Rao Richter Rivera Rosenberg Rossi Ruiz Saito
        Salazar Santos Sato Schneider Schröder Sharma Silva Singh Sørensen Stein Suzuki Szabó Takahashi
        Tanaka Teixeira Thorvaldsen Torres Tran Tsai Ueda Usman Vargas Vasquez Virtanen Vogel Volkov Wagner
        Walsh Wang Weber Winkler Wójcik Yamamoto Yıldız Yoon Zhang Zieliński Zimmermann Zulu
        """)

    /// Family names that break naive quoting; dealt to the first few people.
    static let awkward = ["O'Brien", "D'Angelo", "van der Berg", "Núñez-Ortiz"]

    private static func words(_ text: String) -> [String] {
        text.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init)
    }

    private static let plain: [Character: String] = [
        "á": "a", "à": "a", "â": "a", "ã": "a", "ä": "ae", "å": "a", "ą": "a", "ć": "c", "č": "c",
        "ç": "c", "é": "e", "è": "e", "ê": "e", "ë": "e", "ę": "e", "í": "i", "ı": "i", "ł": "l",
        "ń": "n", "ñ": "n", "ó": "o", "ò": "o", "ô": "o", "ö": "oe", "ø": "o", "ő": "o", "ş": "s",
        "ś": "s", "ú": "u", "ü": "ue", "ğ": "g", "ý": "y", "ž": "z", "ź": "z", "ż": "z",
    ]

    /// A name as the left part of an address: lower case ASCII letters, so `Müller` is `mueller`.
    static func ascii(_ name: String) -> String {
        var out = ""
        for character in name.lowercased() {
            if let replacement = plain[character] {
                out += replacement
            } else if character.isASCII && character.isLetter {
                out.append(character)
            }
        }
        return out
    }
}

"""First names common in Denmark, of many origins: a small list, from general knowledge."""

_NAMES = """
Aaliyah Abbas Abdallah Abdi Abdirahman Abdul Abdullah Abdullahi Adam Adnan Afnan Agnes
Agnieszka Ahlam Ahmad Ahmed Ahmet Aischa Aisha Ajmal Aksel Albert Alberte Alexander Alfred
Ali Alina Aliyah Alma Amal Amalie Amar Amin Amina Aminah Amir Amira Anas Anders Andrea
Andrei Andriy Anette Aniqa Anita Ann Anna Anne Annelise Annette Anni Anton Arash Arman Arne
Arthur Asad Asger Asim Asma Asmaa Asta Astrid August Axel Aya Ayaan Ayan Aylin Ayman Ayse
Ayşe Aziz Baran Bashir Behrouz Benjamin Bent Bente Bertha Bilal Birger Birgit Birgitte Birte
Birthe Bjarne Brian Britt Burak Camilla Can Carina Carl Carla Caroline Carsten Casper
Cecilie Cem Charlotte Christian Christina Christine Christoffer Clara Claus Connie Dalia
Dana Daniel Darius David Deniz Deqa Dilan Dina Ditte Dmytro Dorte Dorthe Dragan Ebbe Ebru
Edith Elias Elif Elin Elisabeth Elise Ella Ellen Emil Emilia Emilie Emina Emma Emre Erik
Esben Eskild Esma Esra Esther Eva Fadi Fadumo Fahad Faisal Farah Farhan Farid Fariha Fartun
Fatemeh Fatih Fatima Fatma Fatme Felix Filip Finn Firas Flemming Frederik Frederikke Freja
Frida Frode Gerda Ghassan Gitte Goran Grethe Guled Gunnar Gustav Habib Hadi Hafsa Hakan
Halima Hamid Hamza Hana Hani Hannan Hanne Hans-Christian Harald Hasan Hassan Hatice Hawa
Heidi Helen Helena Helene Helge Helle Henning Henriette Henrik Hibo Hodan Huda Hugo Hussain
Hussein Ib Ibrahim Ida Idil Idris Ifrah Ikram Iman Imran Inge Ingeborg Inger Ingrid Irene
Irfan Irina Isa Isabella Ismail Israa Ivan Jacob Jakob Jamal Jamila Jan Jane Janne Janni
Jasmin Javad Jeanette Jens Jeppe Jesper Jette Joachim Johan Johanne Johannes John Jonas
Josefine Jovana Julie Jytte Jørgen Jørn Kadir Kaj Kamal Kamran Karen Karim Karima Karin
Karina Karl Karla Karoline Kasper Katarzyna Kathrine Katrine Keld Kemal Kenneth Khadija
Khadra Khaled Khalid Khalil Kim Kirsten Kirstine Kjeld Klara Klaus Knud Kristian Kristina
Kristine Kristoffer Kurt Lamia Lars Lasse Laura Laurits Layla Lea Leif Leila Lena Lene Leo
Leyla Lina Linda Line Linh Lis Lisa Lisbeth Lise Lone Lotte Louise Lucas Ludvig Lukas Luna
Lærke Mads Magdalena Magnus Mahad Mahamed Mahdi Mahmoud Mahmud Maja Malene Malgorzata Malik
Malthe Maren Margit Margrethe Maria Mariam Marianne Marie Marius Martin Marwa Maryam Mathias
Mathilde Mattias Maya Mehdi Mehmed Mehmet Merete Merve Mette Mia Michael Mie Mikael Mikkel
Milad Milan Mille Mina Miriam Mogens Mohamad Mohamed Mohammad Mohammed Mona Morten Mostafa
Muhamed Muhammad Muhammed Muna Murat Musa Mustafa Nabil Nada Nadia Nadim Naima Naja Najib
Nanna Nasra Nasrin Natalia Nguyen Nicklas Nicolai Niels Niklas Nikolaj Nils Nina Noah Noel
Noor Nora Nour Nur Oksana Olav Ole Olga Oliver Olivia Omar Omer Osama Oscar Oskar Osman Otto
Palle Parisa Patrick Paul Pelle Pernille Peter Pia Piotr Poul Preben Rachid Rahma Rami Rania
Rashid Rasmus Rayan Regitze Reza Rikke Rima Rita Robert Ronni Rukia Ruth Saad Sabah Sabrina
Sadia Safa Safiya Sagal Sahra Said Salah Salem Salim Sally Salma Salman Samir Samira Sana
Sandra Sanne Sara Sarah Sebastian Selin Selma Sergej Serkan Shahid Shirin Signe Silas Silje
Simon Simone Sofia Sofie Solveig Sonja Steen Stefan Stine Suheyla Suleiman Sulejman Sumaya
Susanne Svend Svetlana Søren Søs Tahir Tanja Tarek Tariq Thanh Thea Theis Theodor Therese
Thomas Thorkild Tim Tina Tine Tobias Tom Tomasz Tommy Torben Trine Troels Ulla Ulrik Umar
Umut Ursula Usman Valdemar Vera Vesna Vibeke Victor Victoria Viggo Viktor Vilhelm Villads
Villy Walid Warsame William Willy Winnie Yahya Yasin Yasmin Yasmina Yasser Yonas Younes
Yousef Yusra Yusuf Yvonne Zahra Zainab Zakaria Zara Zeinab Zeynep Zohra Zoran
"""
# Danish words too: a name only with a surname after it, or inside a sentence.
_WORDS_TOO = """
Ask Birk Bjørn Bo Dagny Dan Eja Elle Else Eva Gry Hans Iben Kai Liv Mai Maj Mark Max Per Pil
Ro Rose Sander Sol Sten Storm Sune Tage Tove Viola Vita
"""
_FIRST_NAMES = frozenset(_NAMES.split())
_ALSO_WORDS = frozenset(_WORDS_TOO.split())


def is_first_name(word: str, *, begins_sentence: bool = False) -> bool:
    """Whether the capitalised `word` (also in the genitive) is a first name on the list.

    A name that is a Danish word too ("Hans", "Bo") does not count where a sentence begins.

    >>> is_first_name("Fatima"), is_first_name("Fatimas"), is_first_name("fatima")
    (True, True, False)
    >>> is_first_name("Hans"), is_first_name("Hans", begins_sentence=True)
    (True, False)
    """
    if word.isupper():
        word = word.capitalize()
    known = _FIRST_NAMES if begins_sentence else _FIRST_NAMES | _ALSO_WORDS
    return word in known or (word.endswith("s") and word.rstrip("s") in known)

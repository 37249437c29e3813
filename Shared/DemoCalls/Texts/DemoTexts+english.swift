extension DemoTexts {
    static let english = DemoTexts(
        language: "en",
        greeting: "Hello, this is Ava, the assistant of Nordlicht Estates.",
        machine: "Hi, you've reached my voicemail. I can't take your call now. Please leave a message after the tone.",
        machineSummary: "The customer was friendly, had no time to talk, and agreed to a call on Friday morning.",
        conversations: [
            """
            E: viewing
            A: Hello, this is Ava, the assistant of Nordlicht Estates. Am I speaking with {name}? || Hello, this is \
            Ava, the assistant of Nordlicht Estates. Who am I speaking with?
            L: Yes, speaking. Is this about the flat by the canal?
            A: It is. You asked about the two-bedroom flat on the third floor. Are you still looking?
            L: We are. We've seen four places this month, and every one of them was gone by the weekend.
            A: I'm sorry to hear that. This one came on the market yesterday, so you would be among the first.
            L: That's good. Is there a lift? My mother will be staying with us quite often.
            A: There is, and it was replaced last year. There are two steps at the front door, with a ramp beside them.
            L: Okay, that would work. And what about parking?
            A: One space in the garage belongs to the flat. A second one can be rented from the building.
            L: One is plenty. What are the service charges like?
            A: Two hundred and ninety a month, heating included. The last statement is in the documents I can send you.
            L: Please do. Could we see it this week? I work from home on Wednesday.
            A: Wednesday at eleven in the morning is free. Our colleague would meet you at the entrance.
            L: Eleven is perfect. Can my partner join by video? He's travelling.
            A: Of course. I'll make a note of it, so that there is time for a tour on the phone.
            L: Great, thank you so much.
            A: You're welcome. You'll get a confirmation with the address in a moment. See you on Wednesday.
            L: See you then. Bye.
            S: Still looking and among the first to ask about the two-bedroom flat by the canal. Lift, parking and \
            service charges are settled. Viewing agreed for Wednesday at 11:00; the partner joins by video. Please \
            send the documents beforehand.
            """,
            """
            E: financing
            A: Good morning, this is Ava from Nordlicht Estates. Is this a good moment, {name}? || Good morning, this \
            is Ava from Nordlicht Estates. Is this a good moment?
            L: Sure, I've got about five minutes before my next meeting.
            A: Then I'll be quick. You asked what a buyer from abroad needs in order to get a mortgage.
            L: Right. I've been told that foreigners have to bring half the price in cash. Is that true?
            A: Not quite. Banks often ask for thirty to forty per cent from people without an income in the country.
            L: That's still a lot. We were thinking of a flat around three hundred and fifty thousand.
            A: Then you'd want about a hundred and twenty thousand of your own, plus roughly eight per cent in costs.
            L: What's in those costs?
            A: The transfer tax, the notary and the land registry. You pay them when you buy, and they can't be \
            financed.
            L: Hmm. And does it matter that my salary is paid in dollars?
            A: Some banks take a discount on it because of the exchange rate. A broker would know which ones don't.
            L: Do you work with somebody like that?
            A: We do, and the first conversation costs nothing. I could ask her to send you an overview.
            L: Please. Email is best, I'm in a different time zone.
            A: Noted. Would you also like two or three flats that fit this budget?
            L: Yes, with at least two rooms and not on the ground floor.
            A: I'll pass that on to our agent, and you'll have it by tomorrow.
            L: Brilliant. Thanks, that was really helpful.
            A: My pleasure. Goodbye.
            S: Wants to buy from abroad for about 350,000 and had questions about own funds and purchase costs. \
            Salary is in dollars. Asks for an overview from a mortgage broker by email, and for two or three suitable \
            flats with at least two rooms, not on the ground floor.
            """,
            """
            E: callBack
            A: Hello, this is Ava from Nordlicht Estates. Am I speaking with {name}? || Hello, this is Ava from \
            Nordlicht Estates. Am I calling at a bad time?
            L: You are, but I'm just picking up the kids. What is it about?
            A: You asked us about selling your house. I can call again later if you prefer.
            L: No, go ahead, I have two minutes. We want to sell, but not before the summer.
            A: That's a good time to start. A valuation takes about a week, and photographs are best in May.
            L: Right. What do you charge for that?
            A: The valuation is free. The fee is a share of the price, and only if the house is sold.
            L: And how much is that share?
            A: That depends on the contract, and I'd rather not give you a wrong number. An agent can explain it.
            L: Fair enough. Then I'd like a person to call me, please. Somebody who knows the area.
            A: Of course. When does it suit you?
            L: Tomorrow after six. Not before, I'm in court all day. I'm a lawyer, not a criminal.
            A: Understood. Tomorrow after six in the evening, by somebody who knows your neighbourhood.
            L: Exactly. And please don't send letters, my tenants upstairs open everything.
            A: I'll note that, too. Thank you, and have a safe way home.
            L: Thanks. Bye now.
            S: Wants to sell the house in the summer and asks what the valuation and the sale cost. Wants a call back \
            by an agent who knows the area, tomorrow after 6 pm. No letters, please.
            """,
            """
            E: notInterested
            A: Hello, this is Ava, the assistant of Nordlicht Estates. Am I speaking with {name}? || Hello, this is \
            Ava, the assistant of Nordlicht Estates. Do you have a moment?
            L: Yes, who did you say you are?
            A: Ava, from Nordlicht Estates. You left your number on our page about new homes at the harbour.
            L: Oh, right. That was a while ago.
            A: The first flats will be finished in October. Would you like to hear which ones are left?
            L: To be honest, no. The prices went up so much that we gave up on the idea.
            A: I understand. There is also a smaller type that starts at two hundred and eighty thousand.
            L: That's still above what we want to spend. We'll stay where we are.
            A: That's perfectly fine. May I keep your number in case something in your range comes up?
            L: I'd rather you didn't. I can always call you.
            A: Then I'll close your request, and you won't hear from us about it again.
            L: Thank you, I appreciate that you don't push.
            A: Thank you for your time. All the best.
            L: You too. Bye.
            S: Not interested any more: prices at the harbour are above what they want to spend. The request is to be \
            closed; they will call if that changes.
            """,
        ])
}
